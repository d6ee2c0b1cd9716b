import {
  type Bytes,
  formatBase64url,
  formatPresentRequest,
  MODE,
  PRESENT_REQUEST_MAX_CHARACTERS,
  parseBase64url,
  parsePresentRequest,
  type ReadPresentRequest,
  writeSiteChallenge,
  writeUtf8,
} from '@bauta/sdk/protocol';
import fc from 'fast-check';
import { judgeRequest } from '../../../services/wallet/pages/present/judge-request.ts';
import type { Door, OpenDoor } from '../door.ts';
import { anyText, mutated } from '../mutate.ts';
import { endOf, parseOf, promise } from '../promise.ts';

const ISSUER = 'issuer.example';
const NOW = Date.UTC(2026, 10, 18, 12) / 1000;
const NAMES = ['v', 'mode', 'redeem', 'issuer', 'threshold', 'challenge'];

/** Good ones, and those that only look it. */
const ADDRESSES = [
  'https://site.example/_age/redeem',
  'https://site.example:8443/_age/redeem',
  'http://site.localhost:4000/_age/redeem',
  'https://xn--pypal-4ve.example/',
  'https://pаypal.example/',
  'http://site.example/',
  'http://localhost.example/',
  'http://127.0.0.1.example/',
  'https://user@site.example/',
  'https://site.example/?to=other.example',
  'https://site.example/#',
  'https://SITE.example/',
  'https://site.example\\@other.example/',
  'https://site.example/\t',
  'blob:https://site.example/1',
  'javascript:alert(1)//https://site.example/',
  'data:text/html,x',
  'https://[::1]/',
  'https://0x7f.1/',
  'https://site.example:443/',
  'https://site.example/%2e%2e/',
  '//site.example/',
];

/** The fragment of `/present`: what any page that links there can write. */
export const presentRequest: Door = presentRequestDoor({ parse: parsePresentRequest, judge: judgeRequest });

interface Readers {
  readonly parse: typeof parsePresentRequest;
  readonly judge: typeof judgeRequest;
}

/** @param readers what is judged. */
export function presentRequestDoor(readers: Readers): Door {
  return {
    about: 'the fragment of /present: parsePresentRequest, judgeRequest',
    open: () => openPresentRequest(readers),
  };
}

async function openPresentRequest({ parse, judge }: Readers): Promise<OpenDoor> {
  const challengeFor = async (threshold: number, redeem: string): Promise<Bytes> =>
    writeSiteChallenge(
      { mode: MODE.form, threshold, issuedAt: NOW, preHash: new Uint8Array(32).fill(7) },
      redeem,
      new Uint8Array(32),
    );
  const challenge = await challengeFor(18, ADDRESSES[0] as string);
  const requestWith = (changed: Uint8Array, redeem = ADDRESSES[0] as string): string =>
    formatPresentRequest({ redeem, issuer: ISSUER, threshold: 18, challenge: formatBase64url(changed) });
  const fragments = [
    ...ADDRESSES.slice(0, 4).map((address) => requestWith(challenge, address)),
    formatPresentRequest({
      redeem: ADDRESSES[0] as string,
      issuer: 'other.example',
      threshold: 21,
      challenge: formatBase64url(await challengeFor(21, ADDRESSES[0] as string)),
    }),
  ];
  const written = fragments.map((one) => parseBase64url(one));
  const encoded = (bytes: Bytes): Bytes => writeUtf8(formatBase64url(bytes));
  const strange = fc.oneof(fc.jsonValue(), fc.constantFrom(-1, 2 ** 53, 17.5, 274, '18', null));
  const structured = fc
    .record(
      {
        v: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: strange }),
        mode: fc.oneof({ weight: 5, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: strange }),
        redeem: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...ADDRESSES) },
          { weight: 2, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
          { weight: 1, arbitrary: strange },
        ),
        issuer: fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(ISSUER, 'other.example', 'a.example:443', 'a b', '', 'é.example') },
          { weight: 1, arbitrary: fc.oneof(fc.domain(), fc.ipV6(), strange) },
        ),
        threshold: fc.oneof({ weight: 5, arbitrary: fc.constant(18) }, { weight: 1, arbitrary: strange }),
        challenge: fc.oneof({ weight: 5, arbitrary: fc.constant(formatBase64url(challenge)) }, strange),
      },
      { requiredKeys: ['v', 'mode', 'redeem', 'issuer', 'threshold'] },
    )
    .map((request) => encoded(writeUtf8(JSON.stringify(request))));

  return {
    inputs: fc.oneof(
      mutated(fragments.map(writeUtf8)),
      mutated(written).map(encoded),
      structured,
      mutated([challenge]).map((changed) => writeUtf8(requestWith(changed))),
      anyText(),
    ),
    async enter(input) {
      const fragment = new TextDecoder().decode(input);
      const read = await parseOf(() => parse(fragment));
      if ('value' in read) checkRead(fragment, read.value);
      const judged = await endOf(() => judge(fragment, ISSUER, NOW), []);
      promise('value' in judged, 'judging refused');
      const { value } = judged;
      const how = value.kind === 'refused' ? value.why : value.kind;
      promise(value.kind === kindOf(fragment, 'value' in read ? read.value : undefined), `judged ${how}`);
      promise((value.kind === 'refused' && how === 'other-issuer') === ('value' in read && value.kind !== 'asks'), how);
      return how;
    },
  };
}

function kindOf(fragment: string, read: ReadPresentRequest | undefined): string {
  if (fragment === '') return 'none';
  if (fragment === 'done') return 'done';
  return read?.issuer === ISSUER ? 'asks' : 'refused';
}

/** What is read must be what stands there, by the platform's own parsers. */
function checkRead(fragment: string, { redeem, issuer, threshold, challenge, origin }: ReadPresentRequest): void {
  promise(fragment.length <= PRESENT_REQUEST_MAX_CHARACTERS, 'too long a request was read');
  const text = Buffer.from(fragment, 'base64url').toString();
  promise(Buffer.from(text).toString('base64url') === fragment, 'a second spelling was read');
  const said = JSON.parse(text) as Record<string, unknown>;
  promise(String(Object.keys(said)) === String(NAMES), 'members in another order were read');
  promise(
    JSON.stringify(said) === text && said.v === 1 && said.mode === 1,
    'another spelling, version or mode was read',
  );
  const isSame = said.redeem === redeem && said.issuer === issuer && said.threshold === threshold;
  promise(isSame && said.challenge === challenge, 'something else was read than stands there');
  const url = new URL(redeem);
  const isLocal = /^(\[::1\]|127\.0\.0\.1|(.+\.)?localhost)$/.test(url.hostname);
  promise(url.protocol === 'https:' || (url.protocol === 'http:' && isLocal), 'an address that is not https');
  promise(url.origin === origin && url.href === redeem, 'the origin is not that of the address');
  promise(!url.username && !url.password && !/[?#\\]/.test(redeem), 'an address with more than a path');
  const bytes = Buffer.from(challenge, 'base64url');
  promise(bytes.length === 71 && bytes[0] === 1 && bytes[1] === 1, 'a challenge of another form');
  promise(bytes[2] === threshold, 'a challenge for another age');
}
