import * as z from 'zod';
import type { Report } from '../reading/check.js';
import { explain } from '../reading/schema-issues.js';
import { quoted } from '../reading/wording.js';
import type { RuleId } from '../rules/registry.js';
import type { TextDocument } from '../yaml/text-document.js';
import { PACKAGE_MEDIA_TYPES } from './media-types.js';

const annotations = z.record(z.string(), z.string()).optional().meta({ description: 'What is said about it.' });

const descriptorSchema = z.looseObject({
  mediaType: z.string().min(1).meta({ description: 'What it holds.' }),
  digest: z
    .string()
    .regex(/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/)
    .meta({ description: 'Digest of the bytes.' }),
  size: z.int().nonnegative().meta({ description: 'Size in bytes.' }),
  annotations,
});

/** Schema of an OCI image manifest, as far as packages and components need it. */
export const ociManifestSchema = z.looseObject({
  schemaVersion: z.literal(2).meta({ description: 'Version of the manifest form.' }),
  mediaType: z.literal(PACKAGE_MEDIA_TYPES.manifest).optional().meta({ description: 'What the manifest is.' }),
  artifactType: z.string().optional().meta({ description: 'What the manifest describes.' }),
  config: descriptorSchema.meta({ description: 'Config of an image; an artifact has an empty one.' }),
  layers: z.array(descriptorSchema).meta({ description: 'The content.' }),
  annotations,
});

/** An OCI image manifest, as far as packages and components need it. */
export type OciManifest = z.infer<typeof ociManifestSchema>;

/** A value that never was text is quoted as it would be written. */
const textOf = (value: unknown): TextDocument => {
  const sourceAt = (): string | undefined => (typeof value === 'object' ? undefined : quoted(value));
  return { value, locate: () => ({ line: 1, column: 1 }), sourceAt, plainSourceAt: sourceAt };
};

/** Takes a value as a manifest, or reports why it is none. */
export const readManifest = (value: unknown, rule: RuleId, report: Report): OciManifest | undefined => {
  const result = ociManifestSchema.safeParse(value, { reportInput: true });
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    const { message } = explain(issue, path, textOf(issue.input));
    report(rule, ['manifest', ...path], message.replace(/^The document/, 'The manifest'));
  }
  return result.data;
};
