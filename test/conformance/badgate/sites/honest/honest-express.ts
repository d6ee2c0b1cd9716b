import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { ageGate } from '@bauta/sdk/gate';
import { express as guard } from '@bauta/sdk/gate/express';
import { memorySessions, memorySpentSet } from '@bauta/sdk/stores/memory';
import { testIssuer } from '@bauta/sdk/test-issuer';
import express from 'express';
import type { Fixture, Standing } from '../../fixture.ts';
import { drawPicture, makeFilm } from '../frame/pictures.ts';

const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path d="M4 56 24 20l12 20 8-12 16 28z" fill="#245"/></svg>`;

const shell = (title: string, body: string): string =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>` +
  `<script defer src="/_age/beat.js"></script></head><body><div class="wrap"><h1>${title}</h1>${body}</div></body></html>`;

async function start(port: number): Promise<Standing> {
  const app = express();
  const server = app.listen(port, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const origin = `http://ridgeway.localhost:${(server.address() as AddressInfo).port}`;
  const now = (): number => Math.floor(Date.now() / 1000);
  const gate = ageGate({
    origin,
    issuer: 'issuer.localhost:1',
    wallet: 'http://wallet.localhost:1',
    secrets: [new Uint8Array(randomBytes(32))],
    spent: memorySpentSet({ now }),
    sessions: memorySessions({ now }),
    publicPaths: ['/imprint', '/mark.svg', '/robots.txt'],
    canaries: ['/watch/3', '/stills/3.png', '/stream/3.mp4'],
    theme: { logo: '/mark.svg' },
    testIssuer: testIssuer('pass'),
    now,
  });
  await gate.refresh();
  app.disable('x-powered-by');
  app.use(guard(gate));
  app.use((_, response, next) => {
    response.set({ 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'X-Frame-Options': 'DENY' });
    next();
  });
  app.get('/robots.txt', (_, response) => void response.type('text').send('User-agent: *\nAllow: /\n'));
  app.get('/mark.svg', (_, response) => void response.type('svg').send(MARK));
  app.get(
    '/imprint',
    (_, response) =>
      void response.send(
        shell(
          'Imprint',
          '<img src="/mark.svg" alt="Ridgeway"><p>Ridgeway, 1 Long Lane. Write to us at post@ridgeway.example.</p>',
        ),
      ),
  );
  app.get(
    '/',
    (_, response) =>
      void response.send(
        shell(
          'Ridgeway',
          '<a href="/watch/3"><img src="/stills/3.png" alt="Film 3"></a><p>Long walks along the chalk, filmed at walking pace.</p>',
        ),
      ),
  );
  app.get(
    '/watch/3',
    (_, response) =>
      void response.send(
        shell('Film 3', '<video controls poster="/stills/3.png"><source src="/stream/3.mp4" type="video/mp4"></video>'),
      ),
  );
  app.get('/stills/3.png', (_, response) => void response.type('png').send(Buffer.from(drawPicture(3))));
  app.get('/stream/3.mp4', (_, response) => void response.type('mp4').send(Buffer.from(makeFilm(3))));
  return {
    origin,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Has no test clock and another shape of address throughout. */
export const honestExpress: Fixture = {
  name: 'honest-express',
  plan: 'site',
  sentence:
    'An honest site on Express, in English, with other paths, a public imprint, a logo on the gate, and no test clock.',
  seenAt: 'an honest variant: another framework and markup',
  fails: [],
  start,
};
