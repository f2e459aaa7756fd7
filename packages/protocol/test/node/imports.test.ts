import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../src/node/', import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

describe('the modules for Node.js', () => {
  it.each(files)('%s takes nothing from the platform as a default: its type declarations could not be read', (file) => {
    // What is imported as a default needs esModuleInterop, and a declaration file cannot switch that on for its reader.
    expect(readFileSync(new URL(file, folder), 'utf8')).not.toMatch(/^import (?:type )?\w+(?:, .*)? from 'node:/m);
  });
});
