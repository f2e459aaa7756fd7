import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createMessageConnection, type MessageConnection } from 'vscode-jsonrpc/node.js';

const require = createRequire(import.meta.url);
const manifest = require.resolve('yaml-language-server/package.json');

/** A place in a text as editors count: both from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A squiggle in the editor. */
export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position };
}

/** The language server that editors run for YAML files, with one schema for every file. */
export class YamlLanguageServer {
  readonly #process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #diagnostics = new Map<string, (found: readonly Diagnostic[]) => void>();

  private constructor(settings: object) {
    this.#process = spawn(process.execPath, [join(dirname(manifest), 'bin/yaml-language-server'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const { stdin, stdout } = this.#process;
    if (!stdin || !stdout) throw new Error('The language server has no pipes.');
    this.#connection = createMessageConnection(stdout, stdin);
    this.#connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'yaml' ? settings : {})),
    );
    this.#connection.onRequest('client/registerCapability', () => null);
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: Diagnostic[] }) => this.#diagnostics.get(uri)?.(diagnostics),
    );
    this.#connection.listen();
  }

  /** Starts the server; `schema` is the address of a JSON Schema. */
  static async start(schema: string): Promise<YamlLanguageServer> {
    const server = new YamlLanguageServer({
      schemas: { [schema]: '*.yaml' },
      schemaStore: { enable: false },
      validate: true,
      completion: true,
      hover: true,
    });
    await server.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
        textDocument: { publishDiagnostics: {}, completion: { completionItem: { documentationFormat: ['markdown'] } } },
      },
    });
    await server.#connection.sendNotification('initialized', {});
    await server.#connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
    return server;
  }

  /** Opens a file and gives what the editor would underline. */
  async open(uri: string, text: string): Promise<readonly Diagnostic[]> {
    const found = new Promise<readonly Diagnostic[]>((resolve) => this.#diagnostics.set(uri, resolve));
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    return found;
  }

  /** What the editor would offer at a place of an open file. */
  async complete(uri: string, position: Position): Promise<readonly string[]> {
    const answer = await this.#connection.sendRequest<{ items: { label: string }[] } | null>(
      'textDocument/completion',
      {
        textDocument: { uri },
        position,
      },
    );
    return (answer?.items ?? []).map(({ label }) => label);
  }

  /** What the editor would show beside the pointer. */
  async hover(uri: string, position: Position): Promise<string> {
    const answer = await this.#connection.sendRequest<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    return answer?.contents.value ?? '';
  }

  /** Ends the server. */
  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown');
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }
}
