import { type Bytes, formatBase64url, parseBase64url } from '@bauta/sdk/protocol';
import type { BrowserContext } from 'playwright-core';
import { createSoftPasskeys, type SoftPasskeys } from '../../unit/wallet/memory-wallet.ts';

/**
 * The passkeys of a device that outlives its browser: they live in the test's process, with a PRF that gives the same
 * secret each time, and take the place of `navigator.credentials`. The browser's own virtual ones die with it.
 */
export interface DevicePasskeys {
  /**
   * Lets the pages of a context use them.
   * @param onAsked told of each question before it is answered; while its promise is pending nobody answers.
   */
  install(context: BrowserContext, onAsked?: (kind: 'create' | 'get') => Promise<void>): Promise<void>;
}

/** What goes to the page: everything as base64url. */
interface Answer {
  readonly id: string;
  readonly response: Readonly<Record<string, string>>;
  readonly prf: string;
}

/** @param origin of the wallet. @param givesSecretAtOnce whether the secret comes with a new passkey already. */
export function createDevicePasskeys(origin: string, givesSecretAtOnce: boolean): DevicePasskeys {
  const held = new Map<string, SoftPasskeys>();

  async function secretOf(passkey: SoftPasskeys): Promise<string> {
    const answer = await passkey.ask(new Uint8Array(32), []);
    return formatBase64url(answer?.prf as Bytes);
  }

  async function create(challenge: Bytes): Promise<Answer> {
    const passkey = createSoftPasskeys(origin);
    const made = await passkey.make(challenge);
    if (!made) throw new Error('no passkey');
    held.set(made.registration.id, passkey);
    const { id, response } = made.registration;
    return { id, response: { ...response }, prf: givesSecretAtOnce ? await secretOf(passkey) : '' };
  }

  async function get(challenge: Bytes, allowed: readonly string[]): Promise<Answer | undefined> {
    const known = [...held.keys()].reverse().filter((id) => allowed.length === 0 || allowed.includes(id));
    const passkey = held.get(known[0] ?? '');
    const answer = await passkey?.ask(challenge, []);
    if (!answer) return undefined;
    const { id, response } = answer.assertion;
    return { id, response: { ...response }, prf: formatBase64url(answer.prf as Bytes) };
  }

  return {
    async install(context, onAsked = async () => {}) {
      await context.exposeBinding(
        'bautaPasskey',
        async (_, kind: 'create' | 'get', challenge: string, allowed: readonly string[]) => {
          await onAsked(kind);
          const bytes = parseBase64url(challenge);
          return kind === 'create' ? create(bytes) : get(bytes, allowed);
        },
      );
      await context.addInitScript(replaceCredentials);
    },
  };
}

/** Runs in the page. */
function replaceCredentials(): void {
  type Ask = (kind: string, challenge: string, allowed: readonly string[]) => Promise<Answer | undefined>;
  const { bautaPasskey } = globalThis as unknown as { bautaPasskey: Ask };
  if (typeof CredentialsContainer === 'undefined') return;
  const write = (source: BufferSource): string => {
    const bytes = ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);
    const text = btoa(String.fromCharCode(...bytes));
    return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  };
  const read = (text: string): ArrayBuffer => {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0)).buffer;
  };
  const ask = async (
    kind: string,
    challenge: BufferSource,
    allowed: readonly BufferSource[],
    signal?: AbortSignal | null,
  ) => {
    const aborted = new Promise<never>((_, reject) => {
      const abort = (): void => reject(new DOMException('', 'AbortError'));
      if (signal?.aborted) abort();
      signal?.addEventListener('abort', abort);
    });
    const answer = await Promise.race([bautaPasskey(kind, write(challenge), allowed.map(write)), aborted]);
    if (!answer) throw new DOMException('', 'NotAllowedError');
    const { id, response, prf } = answer;
    return {
      id,
      rawId: read(id),
      type: 'public-key',
      response: Object.fromEntries(Object.entries(response).map(([name, value]) => [name, read(value)])),
      getClientExtensionResults: () => ({ prf: { enabled: true, ...(prf ? { results: { first: read(prf) } } : {}) } }),
    };
  };
  const container = CredentialsContainer.prototype as unknown as Record<'create' | 'get', unknown>;
  container.create = ({ publicKey, signal }: CredentialCreationOptions) =>
    ask('create', (publicKey as PublicKeyCredentialCreationOptions).challenge, [], signal);
  container.get = ({ publicKey, signal }: CredentialRequestOptions) => {
    const { challenge, allowCredentials = [] } = publicKey as PublicKeyCredentialRequestOptions;
    return ask(
      'get',
      challenge,
      allowCredentials.map(({ id }) => id),
      signal,
    );
  };
}
