import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { express as ageGated } from '@bauta/sdk/gate/express';
import express from 'express';
import express4 from 'express-4';
import { describeDoor } from './describe-door.ts';
import { listen } from './listen.ts';
import { FILM, KEEP, MARKER, PAGE } from './marked.ts';
import { openGate } from './open-gate.ts';

const VERSIONS = [
  { version: 'Express 5', express, anyPath: '/{*any}' },
  { version: 'Express 4', express: express4, anyPath: '*' },
];

for (const { version, express, anyPath } of VERSIONS) {
  describeDoor(
    version,
    async (issuer) => {
      const { gate, wait } = await openGate(issuer);
      const folder = mkdtempSync(join(tmpdir(), 'bauta-express-'));
      mkdirSync(join(folder, 'media'));
      writeFileSync(join(folder, 'media/film.webm'), FILM);

      const app = express();
      app.use(ageGated(gate));
      app.use(express.static(folder, { maxAge: '1h', immutable: true }));
      app.use('/public', (_, response) => void response.send('open to everyone'));
      app.get('/api/films', (_, response) => void response.set(KEEP).json({ films: [MARKER] }));
      app.get('/broken', (_, response) => {
        response.set(KEEP);
        throw new Error(MARKER);
      });
      app.get('/late', (_, response, next) => {
        response.set(KEEP);
        setImmediate(() => next(new Error(MARKER)));
      });
      app.get('/moved', (_, response) => response.set(KEEP).redirect('/films/3'));
      app.get('/unchanged', (_, response) => void response.set(KEEP).status(304).end());
      app.get('/file', (_, response) => response.sendFile(join(folder, 'media/film.webm'), { maxAge: '1h' }));
      app.get('/cookie', (_, response) => void response.cookie('own', '1').set(KEEP).send(PAGE));
      app.get('/stream', (_, response) => {
        response.writeHead(200, KEEP);
        response.write('a');
        setImmediate(() => response.end(MARKER));
      });
      app.get('/none', (_, response) => void response.set(KEEP).status(404).send(PAGE));
      app.all(anyPath, (_, response) => void response.send(PAGE));
      const opened = await listen(createServer(app));
      return {
        ...opened,
        wait,
        readsRaw: true,
        async close() {
          await opened.close();
          rmSync(folder, { recursive: true });
        },
      };
    },
    {
      '/broken': 500,
      '/late': 500,
      '/moved': 302,
      '/unchanged': 304,
      '/file': 200,
      '/cookie': 200,
      '/stream': 200,
      '/none': 404,
      '/media/nothing.webm': 200,
    },
  );
}
