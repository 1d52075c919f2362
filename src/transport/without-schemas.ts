// Fastify without its compilers of schemas: no route has a schema, because zod checks what comes.

/** The bundle has no compilers. Loading them would take a tenth of the start. */
export const withoutSchemas = {
  compilersFactory: { buildValidator: () => refuseSchema, buildSerializer: () => refuseSchema },
}

function refuseSchema(): never {
  throw new Error('no route may have a schema')
}
