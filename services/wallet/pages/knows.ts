// `/knows`, in a demonstration only: who knows what, drawn from what each room received.
import { drawPanel } from '../../knows/panel.ts';
import { PANEL_LANGUAGES, panelLanguage } from '../../knows/text/text.ts';
import { watchRooms } from '../../knows/watch.ts';
import { createStage } from './frame/stage.ts';

/** Put in place of this name by the build. */
declare const PINNED_ROOMS: Readonly<Record<string, string>>;

const watch = watchRooms((room, query) =>
  fetch(`${PINNED_ROOMS[room]}/_demo/received${query}`, {
    credentials: 'omit',
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }),
);

// Drawn anew in another language, it goes on with what was seen.
createStage().show(() => {
  const language = panelLanguage();
  return { heading: PANEL_LANGUAGES[language].heading, body: [drawPanel(language, watch)] };
});
