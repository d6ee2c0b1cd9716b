/** The test clock that the fixtures offer as the demonstration does: `/_test/clock`, `{"now":"…Z"}`. */
export interface SiteClock {
  /** Unix seconds. */
  readonly now: () => number;
  /** Undefined for every other address. */
  answer(request: Request): Promise<Response | undefined>;
}

/** Runs with the machine's clock, from wherever it is set. */
export function createSiteClock(): SiteClock {
  let ahead = 0;
  const machine = (): number => Math.floor(Date.now() / 1000);
  const now = (): number => machine() + ahead;
  const tell = (): Response => Response.json({ now: new Date(now() * 1000).toISOString().replace('.000Z', 'Z') });
  return {
    now,
    async answer(request) {
      if (new URL(request.url).pathname !== '/_test/clock') return undefined;
      if (request.method === 'GET') return tell();
      const { now: text } = (await request.json()) as { readonly now: string };
      const seconds = Date.parse(text) / 1000;
      if (request.method !== 'PUT' || !Number.isInteger(seconds)) return new Response(null, { status: 400 });
      ahead = seconds - machine();
      return tell();
    },
  };
}
