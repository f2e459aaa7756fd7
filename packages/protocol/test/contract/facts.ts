/** A contract reduced to one line a fact, so that two of them can be compared whatever their authors named things. */

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Content {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly parameters?: readonly { name: string; in: string; required?: boolean }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly headers?: object }>>;
}

export interface Contract {
  readonly openapi: string;
  readonly info: { readonly version: string };
  readonly security: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, { readonly type: string }>>;
  };
}

/** All facts of the operations, with the documents they carry. */
export const operationFacts = (contract: Contract): string[] => [
  `openapi ${contract.openapi}, version ${contract.info.version}, security ${JSON.stringify(contract.security)}`,
  ...Object.entries(contract.components.securitySchemes ?? {}).map(([name, { type }]) => `security ${name} is ${type}`),
  ...Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      factsOfOperation(contract, `${method.toUpperCase()} ${path}`, operation),
    ),
  ),
];

const factsOfOperation = (contract: Contract, name: string, operation: Operation): string[] => [
  name,
  ...(operation.parameters ?? []).map(
    (one) => `${name} takes ${one.in} ${one.name}, required ${one.required === true}`,
  ),
  ...(operation.requestBody === undefined
    ? []
    : [
        `${name} takes a body, required ${operation.requestBody.required === true}`,
        ...factsOfContent(contract, `${name} body`, operation.requestBody),
      ]),
  ...Object.entries(operation.responses).flatMap(([status, response]) => [
    `${name} answers ${status}`,
    ...Object.keys(response.headers ?? {}).map((header) => `${name} ${status} has header ${header}`),
    ...factsOfContent(contract, `${name} ${status}`, response),
  ]),
];

const factsOfContent = (contract: Contract, at: string, { content = {} }: Content): string[] =>
  Object.entries(content).flatMap(([mediaType, { schema }]) => [
    `${at} is ${mediaType}`,
    ...schemaFacts(contract, `${at} $`, schema),
  ]);

/** All facts of a document: members, which of them are needed, types, choices, patterns, what else is allowed. */
export const schemaFacts = (contract: Contract, at: string, schema: Schema, seen: readonly string[] = []): string[] => {
  if (schema.$ref !== undefined) {
    if (seen.includes(schema.$ref)) return [`${at} repeats`];
    const target = contract.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    if (target === undefined) throw new Error(`${schema.$ref} leads nowhere`);
    return schemaFacts(contract, at, target, [...seen, schema.$ref]);
  }
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const types = [schema.type ?? []].flat();
  const { additionalProperties: rest } = schema;
  return [
    ...types.map((type) => `${at} may be ${type}`),
    ...choices.flatMap((choice) => schemaFacts(contract, at, choice, seen)),
    ...[...(schema.enum ?? []), ...('const' in schema ? [schema.const] : [])].map(
      (value) => `${at} may equal ${String(value)}`,
    ),
    ...(schema.pattern === undefined ? [] : [`${at} matches ${schema.pattern.replaceAll('\\/', '/')}`]),
    ...(rest === false ? [`${at} is closed`] : []),
    ...(typeof rest === 'object' ? schemaFacts(contract, `${at}.*`, rest, seen) : []),
    ...Object.keys(schema.patternProperties ?? {}).map((pattern) => `${at} takes members ${pattern}`),
    ...(schema.required ?? []).map((name) => `${at} needs ${name}`),
    ...Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [
      `${at} has ${name}`,
      ...schemaFacts(contract, `${at}.${name}`, member, seen),
    ]),
    ...(schema.items === undefined ? [] : schemaFacts(contract, `${at}[]`, schema.items, seen)),
  ];
};
