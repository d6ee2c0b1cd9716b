import { createServer, type Server } from 'node:http';
import { euWallet, parseTrustedList, type TrustedList } from '@bauta/sdk/eu-wallet';
import { ageGate } from '@bauta/sdk/gate';
import { node } from '@bauta/sdk/gate/node';
import { AgeError, type ErrorCode } from '@bauta/sdk/protocol';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { type Attestation, createDeviceKeys, issue } from '../../services/phone/attestation.ts';
import type { Delivered } from '../../services/phone/deliver.ts';
import { answerIsoMdoc, type DigitalAnswer, parseDigitalRequests } from '../../services/phone/iso-mdoc.ts';
import { present } from '../../services/phone/present.ts';
import { createTestPki } from '../../services/phone/test-pki.ts';
import { createTestIssuer } from '../unit/gate/issuer.ts';

/** A site on Node that takes proofs of age itself, and the phone of a person who visits it. */
export interface AcceptingSite {
  readonly origin: string;
  readonly refused: ErrorCode[];
  /** While true, nobody can say whose proofs are good. */
  isClosed: boolean;
  /** Shows a proof by a link. @param age what the document says of being over 18. */
  show(link: string, isAdult?: boolean): Promise<Delivered>;
  /** Shows a proof to a page, as browser and phone together do. */
  answer(request: string, isAdult?: boolean): Promise<DigitalAnswer>;
  close(): Promise<void>;
}

export async function startAcceptingSite(port: number): Promise<AcceptingSite> {
  const origin = `http://site.localhost:${port}`;
  const now = (): number => Math.floor(Date.now() / 1000);
  const issuer = await createTestIssuer('issuer.example', now());
  const pki = await createTestPki(now());
  const list = parseTrustedList(pki.trustedList, { production: false });
  const keys = await createDeviceKeys();
  const refused: ErrorCode[] = [];
  const current = (): TrustedList => {
    if (site.isClosed) throw new AgeError('ERR_NOT_READY');
    return list;
  };
  const gate = ageGate({
    origin,
    issuer: issuer.name,
    wallet: 'https://wallet.example',
    secrets: [new Uint8Array(32).fill(7)],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    fetch: issuer.fetch,
    methods: [euWallet({ trustedList: { current }, demonstration: true })],
    onRefused: (code) => refused.push(code),
  });
  await gate.refresh();
  const listener = node(gate)((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="en"><title>Film</title><main><h1>The film</h1></main></html>');
  });
  const server: Server = createServer(listener as never);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const attest = (isAdult: boolean): Promise<Attestation> =>
    issue(pki.attestationProvider, { now: now(), deviceKey: keys.publicKey, elements: [['age_over_18', isAdult]] });
  /** Node asks no resolver for names under localhost. */
  const send = (request: Request): Promise<Response> =>
    fetch(new Request(request.url.replace('site.localhost', '127.0.0.1'), request));

  const site: AcceptingSite = {
    origin,
    refused,
    isClosed: false,
    async show(link, isAdult = true) {
      return present(link, { attestation: await attest(isAdult), deviceKey: keys.privateKey }, send);
    },
    async answer(request, isAdult = true) {
      const held = { attestation: await attest(isAdult), deviceKey: keys.privateKey };
      return answerIsoMdoc(parseDigitalRequests([JSON.parse(request)]), held, origin);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return site;
}
