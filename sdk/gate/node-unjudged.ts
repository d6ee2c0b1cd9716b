import type { ServerResponse } from 'node:http';

const SHUT = { 'cache-control': 'private, no-store', 'retry-after': '60', 'content-length': '0' };

/**
 * Puts an empty 503 in place of an answer that goes out although the gate was not asked. Redirects pass: frameworks
 * answer those by themselves, and nothing is in them.
 * @param mayPass asked as the head goes out. @param onShut told when it did not pass.
 */
export function shutUnjudged(outgoing: ServerResponse, mayPass: () => boolean, onShut: () => void): void {
  const { writeHead, write, end } = outgoing;
  let isShut = false;

  function begin(status: number, ...rest: unknown[]): ServerResponse {
    if (isShut) return outgoing;
    if (outgoing.headersSent || mayPass() || (status >= 300 && status < 400)) {
      return Reflect.apply(writeHead, outgoing, [status, ...rest]);
    }
    isShut = true;
    onShut();
    for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
    Reflect.apply(writeHead, outgoing, [503, SHUT]);
    return Reflect.apply(end, outgoing, []);
  }

  Object.assign(outgoing, {
    writeHead: begin,
    writeHeader: begin,
    write(...args: unknown[]): boolean {
      if (!outgoing.headersSent) outgoing.writeHead(outgoing.statusCode);
      return isShut || Reflect.apply(write, outgoing, args);
    },
    end(...args: unknown[]): ServerResponse {
      if (!outgoing.headersSent && !mayPass()) outgoing.writeHead(outgoing.statusCode);
      return isShut ? outgoing : Reflect.apply(end, outgoing, args);
    },
  });
}
