import type { ReadTile } from '@bauta/sdk/protocol';
import { answerHtml } from '../http/answer.ts';
import { type Route, route } from '../http/route.ts';
import { factsFrom } from './page/facts.ts';
import { pageStyles } from './page/page.css.ts';
import { languageOf, PAGE_HEADERS, type Published, STYLE_PATH, writePage } from './page/page.ts';
import { type PageOptions, standingOf } from './page/standing.ts';
import type { PublishedCheckpoint } from './tree/tile-store.ts';

export interface PageRoutesOptions extends PageOptions {
  readonly store: { readonly read: ReadTile } & PublishedCheckpoint;
}

/** As long as a checkpoint is. */
const FRESH = 'public, max-age=5';

/** The log's page for people, and its stylesheet. */
export function pageRoutes({ store, ...options }: PageRoutesOptions): Route[] {
  const readFacts = factsFrom(store);

  async function read(now: number): Promise<Published | undefined> {
    const head = store.published();
    if (head === undefined) return undefined;
    const [standing, facts] = await Promise.all([standingOf(head.text, options, now), readFacts(head, now)]);
    return { standing, facts };
  }

  return [
    route({
      method: 'GET',
      path: '/',
      summary: 'What is in the log, and how to check it',
      answers: [
        { status: 200, description: 'A page for people.', mediaType: 'text/html' },
        { status: 503, description: 'The same page, while no tree is published.', mediaType: 'text/html' },
      ],
      refuses: ['ERR_STORE_UNAVAILABLE'],
      async handle(_, { request, query, now }) {
        const published = await read(now);
        const language = languageOf(query.get('lang'), request.headers.get('accept-language'));
        const page = writePage(options, published, language, now);
        return published
          ? answerHtml(page, { ...PAGE_HEADERS, 'cache-control': FRESH })
          : answerHtml(page, PAGE_HEADERS, 503);
      },
    }),
    route({
      method: 'GET',
      path: STYLE_PATH,
      summary: 'How the page looks',
      answers: [{ status: 200, description: 'Its stylesheet.', mediaType: 'text/css' }],
      handle: () =>
        new Response(pageStyles, {
          headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' },
        }),
    }),
  ];
}
