import { checkDocument } from '../documents/check-document.js';
import type { DocumentName } from '../documents/document-name.js';
import { recogniseDocument } from '../documents/recognise.js';
import { rewrite } from '../edit/rewrite.js';
import { isJsonText } from '../edit/style.js';
import { MargoError } from '../errors.js';
import type { Issue } from '../issue.js';
import { type JsonValue, stringifyJson } from '../json/stringify-json.js';
import { type DocumentSource, readSource } from '../reading/read-document.js';
import { CURRENT_REVISION, type Revision } from '../revisions/revision.js';
import { yamlLines } from '../write/render-yaml.js';
import type { ReadLimits } from '../yaml/limits.js';
import { type ConversionReport, reportOf } from './conversion-step.js';
import { convertValue } from './convert-value.js';
import type { ConversionDecisions } from './decisions.js';

/** What a document is converted to, and what is known about it. */
export interface ConversionOptions extends ReadLimits {
  /** The revision to bring it to: `rc3`, which is the default, or back to `rc2-signed` or `pr1`. */
  readonly to?: Revision;
  /** The revision that it is in; recognised where it is not given. */
  readonly from?: Revision;
  /** Its kind; recognised where it is not given. */
  readonly kind?: DocumentName;
  /** Answers to what no document of the old form says. */
  readonly decisions?: ConversionDecisions;
}

/** A document in another revision, and what it took to bring it there. */
export interface ConversionResult {
  readonly kind: DocumentName;
  readonly from: Revision;
  readonly to: Revision;
  /**
   * The text with its comments and its format; untouched when there was nothing to do. JSON stays JSON. A text that
   * cannot be changed in place, for example since an alias repeats what moves, is written anew, without its comments.
   */
  readonly text: string;
  /** What the text says; undefined when it could not be read. */
  readonly value: unknown;
  readonly report: ConversionReport;
  /** What is wrong with the result, by the rules of the revision it was brought to. */
  readonly issues: readonly Issue[];
  /** Whether the result is valid. What is left to decide can make it invalid; made-up names do not. */
  readonly ok: boolean;
}

/**
 * Brings the text of a document to another revision. Never throws for what the text holds: what cannot be converted is
 * left to decide, and the issues say what is wrong until then.
 *
 * @throws MargoError `ERR_CONVERSION_UNKNOWN` when there is no way from its revision to the one asked for
 *
 * @example
 * ```ts
 * import { convertDocument } from '@margo-sdk/spec-model';
 *
 * const { from, text, ok, report } = convertDocument(`
 * apiVersion: margo.org/v1-alpha1
 * kind: ApplicationDescription
 * metadata:
 *   id: com-example-hello
 *   name: Hello
 *   version: 1.0.0
 *   catalog: { organization: [{ name: Example }] }
 * deploymentProfiles:
 *   - type: helm.v3
 *     id: hello-helm
 *     components:
 *       - name: hello # the only one
 *         properties: { repository: oci://registry.example.com/charts/hello, revision: 1.0.0, timeout: 5m }
 * `);
 * console.log(from, ok); // pr1 true
 * console.log(text.includes('timeout: 5m0s'), text.includes('# the only one')); // true true
 * console.log(report.changed.map(({ delta }) => delta)); // [ 'D-07', 'D-06', 'D-15', 'D-15', 'D-17' ]
 * ```
 */
export const convertDocument = (source: DocumentSource, options: ConversionOptions = {}): ConversionResult => {
  const { to = CURRENT_REVISION, from: known, kind: name, decisions, ...limits } = options;
  const { text: before, read } = readSource(source, limits);
  const given = read.ok ? read.document.value : undefined;
  const { kind, revision } = recogniseDocument(given, name);
  const from = known ?? revision;

  const { value, steps } = convertValue(kind, given, from, to, decisions);
  const text = steps.some((step) => step.kind !== 'decide' || 'placeholder' in step)
    ? rewritten(before, value as JsonValue, limits)
    : before;
  const { result } = checkDocument(read.ok ? text : source, { kind, revision: to, ...limits });
  return { kind, from, to, text, value, report: reportOf(steps), issues: result.issues, ok: result.ok };
};

const rewritten = (text: string, value: JsonValue, limits: ReadLimits): string => {
  try {
    return rewrite(text, value, limits);
  } catch (error) {
    if (!(error instanceof MargoError && error.code === 'ERR_EDIT_FAILED')) throw error;
    return isJsonText(text) ? stringifyJson(value) : `${yamlLines(value).join('\n')}\n`;
  }
};
