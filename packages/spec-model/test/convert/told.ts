import type { ConversionStep, DocumentPath } from '@margo-sdk/spec-model';

const text = (path: DocumentPath | undefined): string => path?.join('.') ?? '';

/** Steps in short: `D-07 metadata.id > id`, `lost D-22 labels`, `decide D-12 metadata.deviceId`. */
export const told = (steps: readonly ConversionStep[]): string[] =>
  steps.map((step) => {
    if (step.kind === 'changed') return `${step.delta} ${text(step.from)} > ${text(step.to)}`;
    return `${step.kind} ${step.delta} ${text(step.path)}`;
  });
