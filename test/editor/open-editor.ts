import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CompletionRequest,
  ConfigurationRequest,
  DidOpenTextDocumentNotification,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  MarkupContent,
  MarkupKind,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShutdownRequest,
  createProtocolConnection,
} from 'vscode-languageserver-protocol/node.js';
import type {
  ClientCapabilities,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Position,
} from 'vscode-languageserver-protocol/node.js';
import { uncounted } from '../coverage/uncounted.ts';

const program = fileURLToPath(
  new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
);

/** What an editor asks the YAML language server, about texts that need not be on disk. */
export interface Editor {
  /** What is offered at a cursor, which stands as `|` in the text. */
  complete(file: string, text: string): Promise<readonly CompletionItem[]>;
  /** What is shown over a word, by its first place in the text at or after `from`. */
  hover(file: string, text: string, word: string, from?: string): Promise<string>;
  diagnose(file: string, text: string): Promise<readonly Diagnostic[]>;
  close(): Promise<void>;
}

const capabilities: ClientCapabilities = {
  workspace: { configuration: true, workspaceFolders: true },
  textDocument: {
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: [MarkupKind.Markdown] },
    },
    hover: { contentFormat: [MarkupKind.Markdown] },
    publishDiagnostics: { relatedInformation: true },
  },
};

/** Starts the real server, with settings as an editor has them under `yaml.`. It looks nothing up on the internet. */
export async function openEditor(folder: string, settings: object = {}): Promise<Editor> {
  const server = spawn(process.execPath, [program, '--stdio'], {
    env: { ...process.env, ...uncounted },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const connection = createProtocolConnection(server.stdout, server.stdin);
  const waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  connection.onRequest(ConfigurationRequest.type, ({ items }) =>
    items.map(({ section }) => (section === 'yaml' ? { schemaStore: { enable: false }, ...settings } : {})),
  );
  connection.onRequest(RegistrationRequest.type, () => undefined);
  connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
    waiting.get(uri)?.(diagnostics);
  });
  connection.listen();
  const uri = pathToFileURL(folder).href;
  await connection.sendRequest(InitializeRequest.method, {
    processId: process.pid,
    rootUri: uri,
    workspaceFolders: [{ uri, name: 'project' }],
    capabilities,
  });
  await connection.sendNotification(InitializedNotification.type, {});

  /** Texts of one file are different documents to the server; only their folder is the file's own. */
  let opened = 0;
  const open = async (file: string, text: string) => {
    opened += 1;
    const document = pathToFileURL(`${folder}/${file.replace(/[^/]*$/, `${opened}.yaml`)}`).href;
    const diagnosed = new Promise<readonly Diagnostic[]>((resolve) => {
      waiting.set(document, resolve);
    });
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: document, languageId: 'yaml', version: 1, text },
    });
    return { document, diagnosed };
  };

  return {
    async complete(file, marked) {
      const cursor = marked.indexOf('|');
      const { document } = await open(file, marked.replace('|', ''));
      const position = positionOf(marked, cursor);
      const asked = { textDocument: { uri: document }, position };
      const answer: CompletionList | CompletionItem[] | null = await connection.sendRequest(
        CompletionRequest.type,
        asked,
      );
      return Array.isArray(answer) ? answer : (answer?.items ?? []);
    },
    async hover(file, text, word, from = '') {
      const { document } = await open(file, text);
      const position = positionOf(text, text.indexOf(word, text.indexOf(from)));
      const asked = { textDocument: { uri: document }, position };
      const answer: Hover | null = await connection.sendRequest(HoverRequest.type, asked);
      return MarkupContent.is(answer?.contents) ? answer.contents.value : '';
    },
    async diagnose(file, text) {
      const { diagnosed } = await open(file, text);
      return diagnosed;
    },
    async close() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await ended;
      connection.dispose();
    },
  };
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
