// The panel's script for the page of the demo site: it asks that site alone, which asks the rooms.
import { drawPanel } from './panel.ts';
import { PANEL_LANGUAGES, panelLanguage } from './text/text.ts';
import { watchRooms } from './watch.ts';

const language = panelLanguage();
const { heading } = PANEL_LANGUAGES[language];
const watch = watchRooms((room, query) =>
  fetch(`/who-knows-what/received/${room}${query}`, { credentials: 'omit', cache: 'no-store', redirect: 'error' }),
);
const place = document.querySelector('main');
place?.querySelector('h1')?.replaceChildren(heading);
place?.append(drawPanel(language, watch));
