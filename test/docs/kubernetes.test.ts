// Tests the Kubernetes file of docs/deploy.md: its names fit together, and its pods start and
// answer.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { z } from 'zod'
import { cli, inherited } from '../cli/program.ts'
import { ask, walkByCursor } from '../walking.ts'
import { blocksOf } from './pages.ts'

const Probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port: z.number() }),
})
const Named = z.strictObject({ name: z.string() })
const Labels = z.strictObject({ app: z.string() })
const Service = z.strictObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Service'),
  metadata: Named,
  spec: z.strictObject({
    clusterIP: z.literal('None').optional(),
    selector: Labels,
    ports: z.tuple([z.strictObject({ port: z.number(), targetPort: z.number().optional() })]),
  }),
})
const Container = z.strictObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  env: z.tuple([
    z.strictObject({
      name: z.string(),
      valueFrom: z.strictObject({
        fieldRef: z.strictObject({ fieldPath: z.literal('metadata.name') }),
      }),
    }),
  ]),
  ports: z.tuple([z.strictObject({ containerPort: z.number() })]),
  readinessProbe: Probe,
  livenessProbe: Probe,
})
const StatefulSet = z.strictObject({
  apiVersion: z.literal('apps/v1'),
  kind: z.literal('StatefulSet'),
  metadata: Named,
  spec: z.strictObject({
    serviceName: z.string(),
    replicas: z.number(),
    selector: z.strictObject({ matchLabels: Labels }),
    template: z.strictObject({
      metadata: z.strictObject({ labels: Labels }),
      spec: z.strictObject({ containers: z.tuple([Container]) }),
    }),
  }),
})
const block = blocksOf('docs/deploy.md', 'yaml').find((text) => text.includes('StatefulSet')) ?? ''
const [pods, any, { metadata, spec }] = z
  .tuple([Service, Service, StatefulSet])
  .parse(parseAllDocuments(block).map((document): unknown => document.toJS()))
const [container] = spec.template.spec.containers
const names = Array.from({ length: spec.replicas }, (_, index) => `${metadata.name}-${index}`)
const address = (pod: string): string => `${pod}.${spec.serviceName}`

/** Starts a pod and returns its origin. */
async function startPod(pod: string): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, [cli, '--port', '0', ...container.args], {
    env: {
      ...inherited,
      [container.env[0].name]: pod,
      CONVERSATIONS_MOCK_ADMIN_TOKEN: 'of-all-pods',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  onTestFinished(async () => {
    child.kill()
    await ended
  })
  if (!child.stdout) throw new Error('there is no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /"url":"(.+?)"/.exec(line)?.[1]
    if (url !== undefined) return url
  }
  throw new Error(`${pod} did not start`)
}

test('both services lead to the pods, and each pod has its address by the one without an IP', () => {
  const labels = spec.template.metadata.labels
  expect(spec.selector.matchLabels).toEqual(labels)
  expect([pods, any].map((service) => service.spec.selector)).toEqual([labels, labels])
  const [{ containerPort }] = container.ports
  expect([pods.spec.ports[0].port, any.spec.ports[0].targetPort]).toEqual(
    Array(2).fill(containerPort),
  )
  expect([spec.serviceName, pods.spec.clusterIP]).toEqual([pods.metadata.name, 'None'])
  for (const probe of [container.readinessProbe, container.livenessProbe])
    expect(probe.httpGet.port).toBe(containerPort)
})

test('the pods answer their probes, know their names and addresses, and list alike', async () => {
  const urls = await Promise.all(names.map(startPod))
  const lists: (readonly string[])[] = []
  for (const [index, url] of urls.entries()) {
    const pod = names[index] ?? ''
    const readiness = await ask({ url, path: container.readinessProbe.httpGet.path })
    expect(JSON.parse(readiness.body)).toEqual({ status: 'ready', replica: pod })
    const liveness = await ask({ url, path: container.livenessProbe.httpGet.path })
    expect(liveness.status).toBe(200)
    const status = (host: string) =>
      ask({ url, path: '/__admin/status', token: 'of-all-pods', headers: { Host: host } })
    expect((await status(`${address(pod)}:4080`)).status).toBe(200)
    expect((await status('elsewhere:4080')).status).toBe(403)
    lists.push((await walkByCursor({ url, token: 'autocalls-demo-key' }, 50)).ids)
  }
  expect(lists[0]).toHaveLength(1000)
  expect(new Set(lists.map((ids) => ids.join()))).toHaveLength(1)
})
