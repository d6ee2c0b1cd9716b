import { runFlow } from '../../flow/flow.ts';
import { type House, openHouse } from '../../rooms/house.ts';
import { type Message, messageOf } from './message.ts';

/** A house, and what its rooms were asked while a person went all the way through it. */
export interface RecordedHouse {
  readonly house: House;
  /** By origin. */
  readonly messages: ReadonlyMap<string, readonly Message[]>;
}

let opened: Promise<RecordedHouse> | undefined;

/** One for the whole process: its keys take seconds to make. */
export const recordedHouse = (): Promise<RecordedHouse> => {
  opened ??= open();
  return opened;
};

async function open(): Promise<RecordedHouse> {
  const messages = new Map<string, Message[]>();
  const house = await openHouse({}, async (request) => {
    const { origin } = new URL(request.url);
    messages.set(origin, [...(messages.get(origin) ?? []), await messageOf(request)]);
  });
  await runFlow(house.origins, house.clock.now(), house.fetch);
  return { house, messages };
}
