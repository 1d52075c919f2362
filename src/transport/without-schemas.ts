// Fastify without its compilers of schemas: no route has a schema, because zod checks what comes.

/** Loading the compilers would take a tenth of the start, and as long at the first admin call. */
export const withoutSchemas = {
  compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema },
}

function refuseSchema(): never {
  throw new Error('no route may have a schema')
}
