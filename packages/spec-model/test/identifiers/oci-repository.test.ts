import { parseOciRepository, safeParseApplicationDescription } from '@margo-sdk/spec-model';
import { describe, expect, it } from 'vitest';
import { changed, description } from '../documents.js';

const isOneInADocument = (repository: string): boolean =>
  safeParseApplicationDescription(
    changed(description(), (d) => (d.deploymentProfiles[0].components[0].properties.repository = repository), 'yaml'),
  ).ok;

const isOne = (repository: string): boolean => {
  try {
    return parseOciRepository(repository) === repository;
  } catch {
    return false;
  }
};

describe('a repository, wherever it is written', () => {
  it.each([
    'oci://registry.example.com/charts/hello',
    'oci://Registry:5000/a/b',
    'oci://[::1]:5000/a',
    'oci://r.example/a_b/c__d/e---f/g.h',
  ])('%s is one', (repository) => {
    expect([isOne(repository), isOneInADocument(repository)]).toEqual([true, true]);
  });

  it.each([
    'https://registry.example.com/hello',
    'oci://',
    'oci:///hello',
    'oci://registry.example.com',
    'oci://registry.example.com/hello/',
    'oci://registry.example.com/hello:1.0.0',
    'oci://registry.example.com/hello@sha256:ab',
    'oci://registry:port/hello',
    'oci://user@registry/hello',
    'oci://réseau/hello',
    'oci://registry/Hello',
    'oci://registry/a___b',
  ])('%s is none', (repository) => {
    expect([isOne(repository), isOneInADocument(repository)]).toEqual([false, false]);
  });
});
