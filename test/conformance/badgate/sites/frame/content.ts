import { FILMS, type Film } from './films.ts';
import { drawPicture, makeFilm } from './pictures.ts';

const POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; script-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** What each answer of the site carries. */
export const SAFE: Readonly<Record<string, string>> = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'content-security-policy': POLICY,
};

/** An answer of the site, with its headers. */
export function give(
  body: BodyInit | null,
  type: string,
  status = 200,
  more: Readonly<Record<string, string>> = {},
): Response {
  return new Response(body, { status, headers: { ...SAFE, 'content-type': type, ...more } });
}

export const giveHtml = (html: string, status = 200): Response => give(html, 'text/html; charset=utf-8', status);
export const giveScript = (text: string): Response => give(text, 'text/javascript; charset=utf-8');

/** A whole page in French. */
export function page(title: string, main: string, head = ''): string {
  return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}</head>
<body>
<main>
<h1>${title}</h1>
${main}
</main>
</body>
</html>
`;
}

type Route = readonly [path: RegExp, answer: (found: RegExpExecArray, url: URL, request: Request) => Response];

/** The site as whoever is let in sees it. It asks nobody for anything: that is the gate's office. */
export function createContent(origin: string): (request: Request) => Response {
  const films = FILMS.map((film) => ({
    ...film,
    page: `/films/${film.number}`,
    picture: pictureOf(film),
    video: videoOf(film),
  }));
  const front = (): string => {
    const state = {
      '@context': 'https://schema.org',
      '@type': 'VideoObject',
      name: films[2]?.title,
      contentUrl: origin + films[2]?.video,
    };
    const head =
      '<meta name="description" content="Six films de paysages, filmés sans hâte.">\n' +
      `<meta property="og:image" content="${origin}${films[2]?.picture}">\n` +
      `<script type="application/ld+json">${JSON.stringify(state)}</script>\n` +
      '<link rel="alternate" type="application/rss+xml" href="/feed.xml" title="Colline">\n';
    return page('Colline, six films de paysages', `${list(FILMS)}\n${SEARCH}`, head);
  };
  const filmPage = (film: Film): string =>
    page(
      film.title,
      `<video controls src="${videoOf(film)}" poster="${pictureOf(film)}"></video>\n<p>${film.words}</p>`,
    );
  const embed = (film: Film): string =>
    page(film.title, `<video controls src="${videoOf(film)}" poster="${pictureOf(film)}"></video>`);
  const sitemap = (): string =>
    films
      .map(
        ({ page: path, title, picture, video }) =>
          `<url><loc>${origin}${path}</loc><video:video><video:thumbnail_loc>${origin}${picture}</video:thumbnail_loc>` +
          `<video:title>${title}</video:title><video:content_loc>${origin}${video}</video:content_loc></video:video></url>`,
      )
      .join('\n');
  const feed = (): string =>
    films
      .map(
        ({ page: path, title, words, video }) =>
          `<item><title>${title}</title><link>${origin}${path}</link><description>${words}</description>` +
          `<enclosure url="${origin}${video}" type="video/mp4" length="24036"/></item>`,
      )
      .join('\n');

  const ROUTES: readonly Route[] = [
    [/^\/robots\.txt$/, () => give('User-agent: *\nDisallow:\n', 'text/plain; charset=utf-8')],
    [/^\/$/, () => giveHtml(front())],
    [/^\/films\/([1-6])$/, ([, number]) => giveHtml(filmPage(filmOf(number)))],
    [/^\/embed\/([1-6])$/, ([, number]) => giveHtml(embed(filmOf(number)))],
    [/^\/search$/, () => giveHtml(page('Recherche', `${list(FILMS)}\n${SEARCH}`))],
    [/^\/api\/films$/, () => give(JSON.stringify({ films }), 'application/json')],
    [
      /^\/sitemap\.xml$/,
      () =>
        give(
          `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">\n${sitemap()}\n</urlset>\n`,
          'application/xml',
        ),
    ],
    [
      /^\/feed\.xml$/,
      () =>
        give(
          `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Colline</title><link>${origin}/</link><description>Films</description>\n${feed()}\n</channel></rss>\n`,
          'application/rss+xml',
        ),
    ],
    [/^\/thumbs\/([1-6])\.png$/, ([, number]) => give(drawPicture(Number(number)), 'image/png')],
    [
      /^\/media\/film-([1-6])\.mp4$/,
      ([, number], _, request) => giveRange(makeFilm(Number(number)), 'video/mp4', request),
    ],
  ];

  return (request) => {
    const url = new URL(request.url);
    for (const [path, answer] of ROUTES) {
      const found = path.exec(url.pathname);
      if (found) return answer(found, url, request);
    }
    return giveHtml(page('Page introuvable', '<p>Il n’y a rien à cette adresse.</p>'), 404);
  };
}

const SEARCH =
  '<form action="/search"><label for="q">Chercher un film</label> <input id="q" name="q"> <button>Chercher</button></form>';

const pictureOf = ({ number }: Film): string => `/thumbs/${number}.png`;
const videoOf = ({ number }: Film): string => `/media/film-${number}.mp4`;
const filmOf = (number: string | undefined): Film => FILMS[Number(number) - 1] as Film;

/** The films as a list with pictures. */
export function list(films: readonly Film[]): string {
  const items = films.map(
    (film) =>
      `<li><a href="/films/${film.number}"><img src="${pictureOf(film)}" alt="" width="320" height="180">${film.title}</a></li>`,
  );
  return `<ul>\n${items.join('\n')}\n</ul>`;
}

/** Whole, or the one stretch that was asked for. */
function giveRange(bytes: Uint8Array<ArrayBuffer>, type: string, { headers }: Request): Response {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(headers.get('range') ?? '');
  if (!asked) return give(bytes, type, 200, { 'accept-ranges': 'bytes' });
  const first = Number(asked[1]);
  const last = Math.min(asked[2] ? Number(asked[2]) : bytes.length, bytes.length - 1);
  const range = `bytes ${first}-${last}/${bytes.length}`;
  return give(bytes.slice(first, last + 1), type, 206, { 'accept-ranges': 'bytes', 'content-range': range });
}
