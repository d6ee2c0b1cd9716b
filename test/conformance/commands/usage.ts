import type { Language } from '../text.ts';

const COMMON: Readonly<Record<Language, string>> = {
  en: `  --out DIR              where the report goes (report)
  --catalogue ID         the rules to hold it to (fr-arcom-2024-20); see: list
  --lang en|fr           language of the terminal; reports come in both
  --operator NAME        who runs this, as it shall stand in the report
  --i-have-authority     the target's consent, or a power to test it: active attempts are made
  --tokens FILE          tokens of the robot, made with: enrol
  --declarations FILE    answers to what no machine can test, made with: questions
  --browser PATH         a Chrome, Edge or Chromium; found by itself otherwise
  --no-browser           HTTP checks alone
  --long                 wait for real where time must pass
  --strict               findings whose basis is to be confirmed count as breaches
  --sign KEY             sign the report; a key is made with: keygen
  --timestamp URL        have the signature stamped (RFC 3161)
  --resume               take up a run that was broken off
  --max-requests N       requests at most (800)
  --per-second N         requests per second, but on this machine (3)`,
  fr: `  --out DOSSIER          où va le rapport (report)
  --catalogue ID         les règles à appliquer (fr-arcom-2024-20)\u00a0; voir\u00a0: list
  --lang en|fr           langue du terminal\u00a0; les rapports existent dans les deux
  --operator NOM         qui fait cet essai, tel qu’inscrit au rapport
  --i-have-authority     l’accord de la cible, ou le pouvoir de l’éprouver\u00a0: essais actifs
  --tokens FICHIER       jetons du robot, obtenus avec\u00a0: enrol
  --declarations FICHIER réponses à ce qu’aucune machine n’éprouve, préparées avec\u00a0: questions
  --browser CHEMIN       un Chrome, Edge ou Chromium\u00a0; sinon trouvé sans aide
  --no-browser           contrôles HTTP seuls
  --long                 attendre réellement quand du temps doit passer
  --strict               les constats dont la base est à confirmer comptent comme manquements
  --sign CLÉ             signer le rapport\u00a0; une clé se fait avec\u00a0: keygen
  --timestamp URL        faire horodater la signature (RFC 3161)
  --resume               reprendre un essai interrompu
  --max-requests N       requêtes au plus (800)
  --per-second N         requêtes par seconde, sauf sur cette machine (3)`,
};

const ALL: Readonly<Record<Language, string>> = {
  en: `npx @bauta/conformance COMMAND

  site URL               what a live site keeps of the rules
  issuer URL             the same for an issuer of tokens
  wallet URL             the same for a wallet
  watch LIST --out DIR   the same for the sites of a list, again and again, and what changed
  enrol WALLET --out F   prove an age once, so that the robot can go in
  questions [ID] --out F the questionnaire of a catalogue, to be filled in
  replay EVIDENCE        judge kept evidence again, offline
  pack REPORT --out ZIP  its evidence as one file, which replay and verify read too
  verify REPORT          check signature (--key KEY.pub.pem) and digests of report.dsse.json
  keygen --out KEY       a key to sign reports with
  list | explain ID      catalogues and checks; what one of them means
  doctor [URL]           whether this machine has what is needed

For site, issuer and wallet:
${COMMON.en}

For watch, besides most of these:
  --every 7d             a round over the list each time that this has passed, from 1h to 30d (7d)
  --once                 one round, as for a task planned by the system
  --concurrency N        sites at once (2)

Ends with 0 no breach · 1 breach · 2 inconclusive · 3 something to set right here · 4 target not reachable · 5 fault of the suite`,
  fr: `npx @bauta/conformance COMMANDE

  site URL               ce qu’un site en ligne respecte des règles
  issuer URL             de même pour un émetteur de jetons
  wallet URL             de même pour un portefeuille
  watch LISTE --out D    de même pour les sites d’une liste, régulièrement, et ce qui a changé
  enrol PORTEFEUILLE --out F   prouver un âge une fois, pour que le robot puisse entrer
  questions [ID] --out F le questionnaire d’un catalogue, à remplir
  replay PREUVES         rejuger des preuves conservées, hors ligne
  pack RAPPORT --out ZIP ses preuves en un seul fichier, que replay et verify lisent aussi
  verify RAPPORT         vérifier signature (--key CLÉ.pub.pem) et empreintes de report.dsse.json
  keygen --out CLÉ       une clé pour signer les rapports
  list | explain ID      catalogues et contrôles\u00a0; ce que l’un d’eux veut dire
  doctor [URL]           si cette machine a ce qu’il faut

Pour site, issuer et wallet\u00a0:
${COMMON.fr}

Pour watch, outre la plupart de celles-ci\u00a0:
  --every 7j             un tour de la liste chaque fois que ce temps est passé, de 1h à 30j (7j)
  --once                 un seul tour, comme pour une tâche planifiée par le système
  --concurrency N        sites à la fois (2)

Termine par 0 aucun manquement · 1 manquement · 2 non concluant · 3 à régler ici · 4 cible injoignable · 5 défaut de la suite`,
};

/** What can be typed. Every command is on the one page. */
export function usageOf(language: Language): string {
  return ALL[language];
}
