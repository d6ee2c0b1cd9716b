import type { Build } from '../builds/open-build.ts';
import type { Place } from '../rooms.ts';

/** What an operator takes to another build by itself. */
export interface Part {
  readonly name: string;
  /** Its file of SQLite, where it has one. */
  readonly store: string | undefined;
  /** Ends it and starts it on another build, on the same store. @throws as `Place.start`; it stays away then. */
  change(build: Build): Promise<void>;
}

/** A process of which there is one: whoever asks it meanwhile finds nobody there. */
export function createPart(place: Place, store: string | undefined): Part {
  return {
    name: place.name,
    store,
    async change(build) {
      await place.stop();
      await place.start(build);
    },
  };
}
