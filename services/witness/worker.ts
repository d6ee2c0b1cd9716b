// The witness on Workers: the room in one object, where its state is.
import { DurableObject } from 'cloudflare:workers';
import { type DurableNamespace, type DurableState, durableSql } from '@bauta/sdk/stores/durable-object';
import type { Standing } from '../standing.ts';
import { answerBy } from '../workers/answer-by.ts';
import { givenOnWorkers, type WorkerEnv } from '../workers/given.ts';
import { openedOnce } from '../workers/opened-once.ts';
import { outwardFetch } from '../workers/outward-fetch.ts';
import { openWitnessOn } from './witness-on.ts';

interface WitnessEnv extends WorkerEnv {
  readonly STORE: DurableNamespace;
}

/** The one object in which the witness's room runs. */
export class WitnessStore extends DurableObject {
  readonly #room: () => Promise<Standing>;

  constructor(ctx: DurableState, env: WitnessEnv) {
    super(ctx, env);
    const open = () => openWitnessOn(givenOnWorkers('witness', env, outwardFetch), durableSql(ctx.storage));
    this.#room = openedOnce(open);
  }

  fetch(request: Request): Promise<Response> {
    return answerBy(this.#room, request);
  }
}

export default {
  fetch(request: Request, { STORE }: WitnessEnv): Promise<Response> {
    return (STORE.getByName('witness') as WitnessStore).fetch(request);
  },
};
