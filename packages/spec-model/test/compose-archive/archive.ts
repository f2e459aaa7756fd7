import { type ArchiveEntry, checkComposeArchive, type Issue } from '@margo-sdk/spec-model';
import { stringify } from 'yaml';
import type { Loose } from '../documents.js';

/** A good archive, to be broken by a test. */
export const archive = (): Loose => ({
  entries: [
    { path: './', type: 'directory', mode: 0o755 },
    { path: './app/', type: 'directory', mode: 0o755 },
    { path: './app/compose.yaml', type: 'file', mode: 0o644 },
    { path: './app/web.env', type: 'file', mode: 0o644 },
    { path: './app/conf/web.conf', type: 'file', mode: 0o644 },
    { path: './app/current.conf', type: 'symlink', linkTarget: 'conf/web.conf', mode: 0o777 },
    { path: './app/copy.conf', type: 'link', linkTarget: './app/conf/web.conf', mode: 0o644 },
  ],
  compose: {
    services: { web: { image: 'registry.example.com/web:1.0.0', env_file: 'web.env', volumes: ['data:/data'] } },
    volumes: { data: null },
    configs: { web: { file: './conf/web.conf' } },
    secrets: { key: { file: './key.pem' } },
  },
  options: { componentName: 'app' },
});

/** What is wrong with an archive; its Compose file is given as text or as a value. */
export const checkArchive = ({ entries, compose, options }: Loose): Issue[] => {
  const composeFile = typeof compose === 'string' ? compose : stringify(compose, { aliasDuplicateObjects: false });
  return checkComposeArchive(entries as ArchiveEntry[], { composeFile, ...options });
};
