import { asText, asWhole, parseJson, readMembers } from '@bauta/sdk/protocol';

/** A proof that was asked for on this device, so that the page to which the browser comes back can go on with it. */
export interface ProofUnderway {
  /** The attester's name. */
  readonly attester: string;
  /** 43 characters that only this browser and the attester know. */
  readonly session: string;
  /** Unix seconds, after which it is over. */
  readonly until: number;
}

/** Remembers the one proof that is under way in this browser, and tells the page that waits for it who goes on. */
export interface ProofsUnderway {
  keep(proof: ProofUnderway): void;
  /** The proof, which is forgotten with this call; the page that waits for it hears of it. */
  takeOver(now: number): ProofUnderway | undefined;
  forget(): void;
  /** Fulfilled when another page has taken the proof over. */
  moved(session: string, signal: AbortSignal): Promise<void>;
}

const NAME = 'bauta.proof';

/** In the browser's storage, for as long as a question lives. */
export function createProofsUnderway(
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = localStorage,
): ProofsUnderway {
  return {
    keep: (proof) => storage.setItem(NAME, JSON.stringify(proof)),
    takeOver(now) {
      const kept = readProof(storage.getItem(NAME));
      storage.removeItem(NAME);
      if (kept === undefined || kept.until <= now) return undefined;
      const channel = new BroadcastChannel(NAME);
      channel.postMessage(kept.session);
      channel.close();
      return kept;
    },
    forget: () => storage.removeItem(NAME),
    moved: (session, signal) =>
      new Promise((resolve) => {
        const channel = new BroadcastChannel(NAME);
        channel.onmessage = ({ data }) => data === session && resolve();
        signal.addEventListener('abort', () => channel.close(), { once: true });
      }),
  };
}

function readProof(text: string | null): ProofUnderway | undefined {
  try {
    const { attester, session, until } = readMembers(parseJson(text ?? ''), ['attester', 'session', 'until']);
    return { attester: asText(attester), session: asText(session), until: asWhole(until) };
  } catch {
    return undefined;
  }
}

/** The code with which a browser came back, out of the address and gone from it; undefined when it did not. */
export function takeReturnCode(page: Pick<Window, 'location' | 'history'> = window): string | undefined {
  const { location, history } = page;
  const [, code] = /^#returned=([\w-]{0,43})$/.exec(location.hash) ?? [];
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code;
}
