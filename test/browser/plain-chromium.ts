import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from './chromium.ts';

/**
 * What a browser needs to run here at all, and nothing more: frameworks for automation switch off or change
 * preloading, preconnecting and background work, which are just what may betray a presentation. `--headless=new` is
 * the whole browser without a screen; `--no-sandbox`, since tests may run as root; `--no-first-run`, since nobody would
 * answer; the profile, so that a restart finds what was left; the pipe, to be steered by; the net log, as a witness.
 */
const FLAGS = ['--headless=new', '--no-sandbox', '--no-first-run', '--remote-debugging-pipe'];

const PATIENCE_MS = 20_000;

type Message = { readonly [member: string]: unknown };

export interface PlainOptions {
  /** A folder that is there; what the browser keeps from one start to the next. */
  readonly profile: string;
  /** The file that its net log is written to. */
  readonly netLog: string;
  /** Beside the environment of every program, for instance another clock. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Beside the fewest that it needs. */
  readonly flags?: readonly string[];
  /** Called for each tab before it loads anything. */
  readonly prepare?: (tab: PlainTab) => Promise<void>;
}

/** A browser as people have it. */
export interface PlainChromium {
  openTab(): Promise<PlainTab>;
  /** Ends it as a person would, so that the profile and the net log are whole. */
  close(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** A tab, steered by the raw protocol of the developer tools, of which no domain is switched on unless asked for. */
export interface PlainTab {
  send<T = Message>(method: string, params?: object): Promise<T>;
  on(event: string, listener: (params: never) => void): void;
  /** As an address that was typed. */
  visit(url: string): Promise<void>;
  /** The value of an expression in the page. */
  read<T>(expression: string): Promise<T>;
  /** Waits until an expression is true, over navigations. @throws Error with what the page says when it stays false. */
  until(expression: string, patienceMs?: number): Promise<void>;
  /** Puts the pointer down on the first element of this selector, and leaves it there. */
  press(selector: string): Promise<void>;
  /** Puts the pointer down on it and lifts it again. */
  tap(selector: string): Promise<void>;
  close(): Promise<void>;
}

/** @throws Error without Chromium; see `findChromium`. */
export async function startPlainChromium(options: PlainOptions): Promise<PlainChromium> {
  const command = findChromium();
  if (!command) throw new Error('chromium is not installed');
  const args = [
    ...FLAGS,
    ...(options.flags ?? []),
    `--user-data-dir=${options.profile}`,
    `--log-net-log=${options.netLog}`,
    'about:blank',
  ];
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: options.profile, LANG: 'en_GB.UTF-8', ...options.environment },
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const pipe = createPipe(child.stdio[3] as Writable, child.stdio[4] as Readable);
  child.once('close', () => pipe.end());

  async function openTab(): Promise<PlainTab> {
    const { targetId } = await pipe.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
    const attached = { targetId, flatten: true };
    const { sessionId } = await pipe.send<{ sessionId: string }>('Target.attachToTarget', attached);
    const tab = createTab(pipe, targetId, sessionId);
    await options.prepare?.(tab);
    return tab;
  }

  return {
    openTab,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await pipe.send('Browser.close').catch(() => {});
      await ended;
      clearTimeout(impatience);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function createTab(pipe: Pipe, targetId: string, sessionId: string): PlainTab {
  const send: PlainTab['send'] = (method, params) => pipe.send(method, params, sessionId);
  const read = async <T>(expression: string): Promise<T> => {
    const asked = { expression, returnByValue: true, awaitPromise: true };
    const { result, exceptionDetails } = await send<Evaluated<T>>('Runtime.evaluate', asked);
    if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails.exception)}`);
    return result.value;
  };
  const until: PlainTab['until'] = async (expression, patienceMs = PATIENCE_MS) => {
    const patienceEnds = performance.now() + patienceMs;
    // Between two pages there is nothing to read in.
    while (!(await read<unknown>(expression).catch(() => false))) {
      if (performance.now() > patienceEnds) throw new Error(`never: ${expression}\n${await read(WHAT_IT_SAYS)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const press = async (selector: string): Promise<object> => {
    // Before a page is drawn, Chromium drops what the pointer does to it.
    await until(`document.readyState === 'complete' && document.querySelector(${JSON.stringify(selector)})`);
    await read('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 50)))');
    const [x, y] = await read<[number, number]>(centreOf(selector));
    const at = { x, y, button: 'left', clickCount: 1 };
    await send('Input.dispatchMouseEvent', { ...at, type: 'mouseMoved', button: 'none' });
    await send('Input.dispatchMouseEvent', { ...at, type: 'mousePressed' });
    return at;
  };
  return {
    send,
    read,
    until,
    on: (event, listener) => pipe.on(sessionId, event, listener),
    visit: async (url) => void (await send('Page.navigate', { url, transitionType: 'typed' })),
    press: async (selector) => void (await press(selector)),
    async tap(selector) {
      const at = await press(selector);
      await send('Input.dispatchMouseEvent', { ...at, type: 'mouseReleased' });
    },
    close: async () => void (await pipe.send('Target.closeTarget', { targetId })),
  };
}

interface Evaluated<T> {
  readonly result: { readonly value: T };
  readonly exceptionDetails?: { readonly exception: unknown };
}

const WHAT_IT_SAYS = "location.href + '\\n' + document.body?.innerText";

function centreOf(selector: string): string {
  return `(() => {
    const found = document.querySelector(${JSON.stringify(selector)});
    found.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = found.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  })()`;
}

interface Pipe {
  send<T = Message>(method: string, params?: object, sessionId?: string): Promise<T>;
  on(sessionId: string, event: string, listener: (params: never) => void): void;
  end(): void;
}

/** The developer tools' protocol over two pipes: JSON, with a zero byte after each message. */
function createPipe(input: Writable, output: Readable): Pipe {
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  const listeners: { sessionId: string; event: string; listener: (params: never) => void }[] = [];
  let last = 0;
  let left = '';
  input.on('error', () => {});
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (left + text).split('\0');
    left = messages.pop() ?? '';
    for (const message of messages) receive(JSON.parse(message));
  });

  function receive({ id, result, error, method, params, sessionId }: Message): void {
    if (typeof id === 'number') {
      const one = waiting.get(id);
      waiting.delete(id);
      if (error) one?.reject(new Error(JSON.stringify(error)));
      else one?.resolve(result as never);
      return;
    }
    for (const one of listeners) {
      if (one.sessionId === sessionId && one.event === method) one.listener(params as never);
    }
  }

  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        input.write(`${JSON.stringify({ id: last, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
      }),
    on: (sessionId, event, listener) => void listeners.push({ sessionId, event, listener }),
    end() {
      for (const { reject } of waiting.values()) reject(new Error('the browser is gone'));
      waiting.clear();
    },
  };
}
