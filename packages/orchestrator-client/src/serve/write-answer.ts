import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HandlerAnswer } from '../handlers/request.js';

/** Sends what handlers answer. */
export const writeAnswer = (
  message: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: HandlerAnswer,
): void => {
  // A body that was refused is not waited for.
  if (!message.complete) response.setHeader('Connection', 'close');
  if (body !== null) response.writeHead(status, headers).end(body);
  else if (status === 200 || status === 201) response.writeHead(status, { 'Content-Length': '0', ...headers }).end();
  else response.writeHead(status, headers).end();
};
