import { describeDoor } from './describe-door.ts';
import { openNextSite } from './next-site.ts';

// Building the application takes most of the time.
describeDoor('Next', ({ name }) => openNextSite(name), {
  '/moved': 302,
  '/broken': 500,
  '/unchanged': 304,
  '/stream': 200,
  '/media/film.webm': 200,
  '/nowhere': 404,
  '/_next/static/nothing.js': 404,
});
