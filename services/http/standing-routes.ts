import { z } from 'zod';
import type { TestClock } from '../clock.ts';
import { answerJson } from './answer.ts';
import { jsonBody } from './body.ts';
import { type Route, route } from './route.ts';

/** `GET /healthz`: whether the room can do its work, that is, whether its store answers. */
export function healthRoute(room: string, healthy: () => boolean | Promise<boolean>): Route {
  const schema = z.strictObject({ room: z.literal(room), ok: z.boolean() });
  return route({
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the room can do its work',
    answers: [
      { status: 200, description: 'It can.', mediaType: 'application/json', schema },
      { status: 503, description: 'Its store does not answer.', mediaType: 'application/json', schema },
    ],
    async handle() {
      const ok = await isHealthy(healthy);
      return answerJson({ room, ok }, {}, ok ? 200 : 503);
    },
  });
}

async function isHealthy(healthy: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await healthy();
  } catch {
    return false;
  }
}

const INSTANT = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  .refine((text) => writeInstant(Date.parse(text) / 1000) === text);

function writeInstant(now: number): string {
  return Number.isFinite(now) ? new Date(now * 1000).toISOString().replace('.000Z', 'Z') : '';
}

/** `GET` and `PUT /_test/clock`: there are no such routes unless the room runs on a test clock. */
export function clockRoutes(clock: TestClock): readonly Route[] {
  const schema = z.strictObject({ now: INSTANT });
  const answers = [{ status: 200, description: 'The time.', mediaType: 'application/json', schema }];
  const answerNow = (): Response => answerJson({ now: writeInstant(clock.now()) });
  return [
    route({ method: 'GET', path: '/_test/clock', summary: "The room's time", answers, handle: answerNow }),
    route({
      method: 'PUT',
      path: '/_test/clock',
      summary: "Sets the room's time, from where it runs on",
      reads: jsonBody(schema),
      answers,
      async handle({ now }) {
        await clock.set(Date.parse(now) / 1000);
        return answerNow();
      },
    }),
  ];
}
