import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../ports/bodies.ts';
import { freePortBase } from '../programs/ports.ts';
import { TODAY } from './builds/open-build.ts';
import { LATER_LAYOUT, writeLayout } from './layout.ts';
import { createRoom } from './rooms.ts';

const FIRST_ROOM = 30_600;

it.each(['witness', 'attester', 'issuer'] as const)(
  'a store of the %s that a later version left is refused with words, and left as it is',
  async (room) => {
    const folder = temporaryFolder();
    const store = join(folder, `${room}.db`);
    writeLayout(store, LATER_LAYOUT);
    const started = createRoom(room, folder, await freePortBase(FIRST_ROOM)).start(TODAY);
    await expect(started).rejects.toThrow('the file was written by a later version of this program');
    expect(writeLayout(store, 1)).toBe(LATER_LAYOUT);
  },
);
