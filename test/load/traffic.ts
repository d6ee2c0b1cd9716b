import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: Buffer;
}

/** A request that was made, in the order of the requests. */
export interface Exchange {
  /** Undefined: the connection broke. */
  readonly answer: Answer | undefined;
  /** Milliseconds since the moment at which it was due, not since it went out: a client that waits its turn waits too. */
  readonly latency: number;
  /** Milliseconds since the beginning at which it was answered. */
  readonly at: number;
}

/** Requests that were made, and how long all of it took. */
export interface Traffic {
  readonly exchanges: readonly Exchange[];
  /** Seconds until the last answer. */
  readonly seconds: number;
  /** Requests that were made a second time, since the connection broke that an earlier one had left. */
  readonly again: number;
}

/** Connections to servers on 127.0.0.1 that are kept, so that the client takes as little of the machine as it can. */
export interface Lines {
  /** Makes all of them, `atOnce` under way at any time. @throws when a connection breaks. */
  pour(requests: readonly Buffer[], atOnce: number): Promise<Traffic>;
  /**
   * Makes each at its moment, whatever became of the others before it.
   * @param moments milliseconds from the beginning, rising.
   */
  rain(requests: readonly Buffer[], moments: readonly number[]): Promise<Traffic>;
  close(): void;
}

/** More connections than a server may be asked to hold; whoever comes then waits, and the wait counts. */
const MOST_CONNECTIONS = 500;
/** Milliseconds; servers of Node close after 5 s what nobody uses, unless they are told otherwise. */
const IDLE_MS = 2000;

/** @param ports of the servers, which are asked in turn. */
export function openLines(ports: readonly number[]): Lines {
  const idle: Line[] = [];
  const all = new Set<Line>();
  const waiting: (() => void)[] = [];
  let taken = 0;
  let opened = 0;
  let again = 0;

  /** A connection that was of use a moment ago, or a new one. */
  async function take(isNew: boolean): Promise<Line> {
    if (taken >= MOST_CONNECTIONS) await new Promise<void>((resolve) => waiting.push(resolve));
    taken++;
    for (let line = isNew ? undefined : idle.shift(); line; line = idle.shift()) {
      if (line.isFresh()) return line;
      drop(line);
    }
    const made = await openLine(ports[opened++ % ports.length] as number);
    all.add(made);
    return made;
  }

  function drop(line: Line): void {
    all.delete(line);
    line.close();
  }

  function giveBack(line: Line | undefined): void {
    if (line?.isFresh()) idle.push(line);
    else if (line) drop(line);
    taken--;
    waiting.shift()?.();
  }

  async function ask(request: Buffer): Promise<Answer | undefined> {
    const line = await take(false).catch(() => undefined);
    const isUsed = line?.isUsed();
    const answer = await line?.ask(request).catch(() => undefined);
    giveBack(line);
    if (answer || !isUsed) return answer;
    // As browsers do: a server may close a connection that was idle just as something goes out on it, and nobody a new one.
    again++;
    const other = await take(true).catch(() => undefined);
    const second = await other?.ask(request).catch(() => undefined);
    giveBack(other);
    return second;
  }

  return {
    async pour(requests, atOnce) {
      const exchanges: Exchange[] = [];
      const began = performance.now();
      again = 0;
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < requests.length) {
          const i = next++;
          const due = performance.now();
          const answer = await ask(requests[i] as Buffer);
          const now = performance.now();
          exchanges[i] = { answer, latency: now - due, at: now - began };
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
      return { exchanges, seconds: (performance.now() - began) / 1000, again };
    },
    async rain(requests, moments) {
      const exchanges: Exchange[] = [];
      const under: Promise<void>[] = [];
      const began = performance.now();
      again = 0;
      for (let i = 0; i < moments.length; ) {
        const due = moments[i] as number;
        const early = due - (performance.now() - began);
        if (early > 0) {
          await new Promise((resolve) => setTimeout(resolve, early));
          continue;
        }
        const at = i++;
        under.push(
          ask(requests[at] as Buffer).then((answer) => {
            const now = performance.now() - began;
            exchanges[at] = { answer, latency: now - due, at: now };
          }),
        );
      }
      await Promise.all(under);
      return { exchanges, seconds: (performance.now() - began) / 1000, again };
    },
    close() {
      for (const line of all) line.close();
    },
  };
}

interface Line {
  ask(request: Buffer): Promise<Answer>;
  /** Has something gone out on it? */
  isUsed(): boolean;
  /** Open, and of use so lately that the server has no reason to close it. */
  isFresh(): boolean;
  close(): void;
}

async function openLine(port: number): Promise<Line> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  let usedAt = performance.now();
  let isUsed = false;
  let settle: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = readAnswer(received);
    if (!answer) return;
    received = Buffer.alloc(0);
    usedAt = performance.now();
    const waiting = settle;
    settle = undefined;
    waiting?.resolve(answer);
  });
  const fail = (): void => {
    const waiting = settle;
    settle = undefined;
    waiting?.reject(new Error('the server closed a connection'));
  };
  socket.on('error', fail);
  socket.on('close', fail);
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('the server closed a connection'));
          return;
        }
        isUsed = true;
        settle = { resolve, reject };
        socket.write(request);
      }),
    isUsed: () => isUsed,
    isFresh: () => !socket.destroyed && socket.writable && performance.now() - usedAt < IDLE_MS,
    close: () => socket.destroy(),
  };
}

const HEAD_END = '\r\n\r\n';

/** The answer once it is whole. */
export function readAnswer(bytes: Buffer): Answer | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const start = end + HEAD_END.length;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) {
    const stop = start + Number(length[1]);
    return bytes.length < stop ? undefined : { status, head, body: bytes.subarray(start, stop) };
  }
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, head, body: bytes.subarray(start) };
  const isWhole = bytes.toString('latin1', bytes.length - 5) === '0\r\n\r\n';
  return isWhole ? { status, head, body: bytes.subarray(start) } : undefined;
}
