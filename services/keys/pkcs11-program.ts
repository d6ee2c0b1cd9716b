import { spawn } from 'node:child_process';
import { AgeError, type Bytes, check, concat, readUtf8 } from '@bauta/sdk/protocol';
import type { Secret } from '../settings/secret.ts';

/** Where the program finds the token, and how it is let in. */
export interface Pkcs11Options {
  /** The module of the token's maker, such as `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly module: string;
  /** The label that the token was made with. */
  readonly token: string;
  /** The user's PIN as UTF-8. It reaches the program in its environment, never on its command line. */
  readonly pin: Secret;
  /** What the module itself needs of the environment, such as `SOFTHSM2_CONF`; it gets nothing else of ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** A full path; unless given `pkcs11-tool` where the system has its programs. */
  readonly program?: string;
  /** Milliseconds after which a call is given up and its process killed. */
  readonly timeLimitMs: number;
}

/** Calls of `pkcs11-tool` on one token, one at a time: a token has few sessions, and some have one. */
export interface Pkcs11Program {
  /**
   * @param args what to do; where and as whom is added. They can be read by everyone on the machine.
   * @param input what the program reads.
   * @returns what it wrote; undefined when the token refused.
   * @throws AgeError ERR_STORE_UNAVAILABLE when it cannot be started or takes too long, when too many calls wait, and
   *   for ever once the PIN was refused: a few wrong ones lock a token. No error has what the program printed.
   */
  run(args: readonly string[], input?: Bytes): Promise<Bytes | undefined>;
}

/** Ten batches. Who comes later is better told to come back. */
const MOST_WAITING = 300;
/** More than any answer that we ask for. */
const MOST_OUTPUT = 1 << 20;
const PIN_VARIABLE = 'BAUTA_PKCS11_PIN';
const WRONG_PIN = /CKR_PIN_(INCORRECT|INVALID|LEN_RANGE|EXPIRED|LOCKED)/;

export function createPkcs11Program(options: Pkcs11Options): Pkcs11Program {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isPinRefused = false;

  async function call(args: readonly string[], input: Bytes | undefined): Promise<Bytes | undefined> {
    check(!isPinRefused, 'ERR_STORE_UNAVAILABLE', 'the token refused its PIN: start again with the right one');
    const { output, fault } = await callOnce(options, args, input);
    if (fault === undefined) return output;
    isPinRefused = WRONG_PIN.test(fault);
    check(!isPinRefused, 'ERR_STORE_UNAVAILABLE', 'the token refused its PIN');
    return undefined;
  }

  return {
    run(args, input) {
      if (waiting === MOST_WAITING) {
        return Promise.reject(new AgeError('ERR_STORE_UNAVAILABLE', 'too many calls wait for the token'));
      }
      waiting += 1;
      const result = last.then(() => call(args, input)).finally(() => waiting--);
      last = result.catch(() => {});
      return result;
    },
  };
}

/** One process. `fault` is what it wrote to its standard error when it did not end well. */
function callOnce(
  { module, token, pin, env, program = 'pkcs11-tool', timeLimitMs }: Pkcs11Options,
  args: readonly string[],
  input: Bytes | undefined,
): Promise<{ readonly output: Bytes; readonly fault?: string }> {
  return new Promise((resolve, reject) => {
    const giveUp = (cause: string): void => reject(new AgeError('ERR_STORE_UNAVAILABLE', cause));
    const where = ['--module', module, '--token-label', token, '--login', '--pin', `env:${PIN_VARIABLE}`];
    const child = spawn(program, [...where, ...args], {
      env: { ...env, LC_ALL: 'C', [PIN_VARIABLE]: readUtf8(pin.reveal()) },
      timeout: timeLimitMs,
      killSignal: 'SIGKILL',
    });
    const output: Bytes[] = [];
    const fault: Bytes[] = [];
    let length = 0;
    const keepIn = (pieces: Bytes[]) => (piece: Buffer) => {
      length += piece.length;
      if (length > MOST_OUTPUT) child.kill('SIGKILL');
      else pieces.push(new Uint8Array(piece));
    };
    child.stdout.on('data', keepIn(output));
    child.stderr.on('data', keepIn(fault));
    // A program that ends before it has read everything says why by its code.
    child.stdin.on('error', () => {});
    child.on('error', () => giveUp('pkcs11-tool could not be started'));
    child.on('close', (code) => {
      if (code === null) giveUp('the token did not answer in time');
      else
        resolve({ output: concat(...output), ...(code !== 0 && { fault: Buffer.concat(fault).toString('latin1') }) });
    });
    child.stdin.end(input);
  });
}
