import { concat, writeUtf8 } from '@bauta/sdk/protocol';
import type { Haystack } from './observe.ts';
import type { Party } from './policy/parties.ts';

/** Everything that passes between people and rooms, filed by who has it. */
export interface Capture {
  /** What of a party's traffic was filed so far. */
  readonly haystacks: readonly Haystack[];
  /** Files an exchange. Both are read to their end, so they must be copies. */
  exchange(party: Party, request: Request, response: Response): Promise<void>;
  file(haystack: Haystack): void;
}

const linesOf = (headers: Headers): string => [...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');

/** The lowest status that refuses something. */
const REFUSED = 400;

export function createCapture(): Capture {
  const haystacks: Haystack[] = [];
  return {
    haystacks,
    file: (haystack) => void haystacks.push(haystack),
    async exchange(party, request, response) {
      const { pathname } = new URL(request.url);
      const name = `${request.method} ${party}${pathname.replace(/[\w-]{20,}/g, '…')} ${response.status}`;
      const body = new Uint8Array(await response.arrayBuffer());
      const asked = writeUtf8(`${request.method} ${request.url}\r\n${linesOf(request.headers)}\r\n`);
      const answered = writeUtf8(`${response.status}\r\n${linesOf(response.headers)}\r\n`);
      const isRefusal = response.status >= REFUSED;
      haystacks.push(
        { party, place: 'sees', name, bytes: concat(asked, new Uint8Array(await request.arrayBuffer())) },
        { party, place: 'says', name, bytes: isRefusal ? answered : concat(answered, body) },
      );
      if (isRefusal) haystacks.push({ party, place: 'errors', name, bytes: body });
    },
  };
}
