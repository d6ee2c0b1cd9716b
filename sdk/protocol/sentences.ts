import type { ErrorCode } from './errors.ts';

/** Who gets to see a code and its sentence. */
export const AUDIENCES = {
  person: 'the person, in the wallet or on a page',
  site: "the site's operator; its visitors get one refusal for all of these",
  attester: "the attester's operator; to everyone else it is ERR_AGE_NOT_SHOWN",
  program: 'the program that asked',
} as const;

export type Audience = keyof typeof AUDIENCES;

/** One sentence that its reader can act on. */
export interface Sentence {
  readonly seenBy: Audience;
  readonly en: string;
  readonly fr: string;
}

/** A sentence for every code; French addresses people as "vous". */
export const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  ERR_TOKEN_MALFORMED: {
    seenBy: 'site',
    en: 'What was sent is not a token; the visitor can show another one.',
    fr: 'Ce qui a été envoyé n’est pas un jeton ; le visiteur peut en présenter un autre.',
  },
  ERR_TOKEN_KEY_UNKNOWN: {
    seenBy: 'site',
    en: 'The key of this token is not in the directory; check the issuer’s name and that the directory is fresh.',
    fr: 'La clé de ce jeton n’est pas dans l’annuaire ; vérifiez le nom de l’émetteur et la fraîcheur de l’annuaire.',
  },
  ERR_TOKEN_WINDOW: {
    seenBy: 'site',
    en: 'This token is for another week; the visitor can show a current one, and the server’s clock is worth a look.',
    fr: 'Ce jeton vaut pour une autre semaine ; le visiteur peut en présenter un actuel, et l’horloge du serveur est à vérifier.',
  },
  ERR_TOKEN_THRESHOLD: {
    seenBy: 'site',
    en: 'This token stands for another age than the one asked for; check the age in the site’s settings.',
    fr: 'Ce jeton vaut pour un autre âge que celui demandé ; vérifiez l’âge dans les réglages du site.',
  },
  ERR_TOKEN_CHALLENGE: {
    seenBy: 'site',
    en: 'This token was made for another issuer or another use; the visitor can show another one.',
    fr: 'Ce jeton a été fait pour un autre émetteur ou un autre usage ; le visiteur peut en présenter un autre.',
  },
  ERR_PROOF_MALFORMED: {
    seenBy: 'site',
    en: 'The proof beside the token is not in the agreed form; the wallet may need an update.',
    fr: 'La preuve jointe au jeton n’a pas la forme convenue ; le portefeuille est peut-être à mettre à jour.',
  },
  ERR_PROOF_KEY: {
    seenBy: 'site',
    en: 'The proof was made with another key than the token’s; the visitor can show another token.',
    fr: 'La preuve a été faite avec une autre clé que celle du jeton ; le visiteur peut présenter un autre jeton.',
  },
  ERR_PROOF_AUDIENCE: {
    seenBy: 'site',
    en: 'The proof was made for another address; check the public address in the site’s settings.',
    fr: 'La preuve a été faite pour une autre adresse ; vérifiez l’adresse publique dans les réglages du site.',
  },
  ERR_PROOF_TOKEN: {
    seenBy: 'site',
    en: 'The proof belongs to another token; the visitor can start again.',
    fr: 'La preuve appartient à un autre jeton ; le visiteur peut recommencer.',
  },
  ERR_PROOF_TIME: {
    seenBy: 'site',
    en: 'The proof’s time is not that of the question; the visitor can start again.',
    fr: 'L’heure de la preuve n’est pas celle de la question ; le visiteur peut recommencer.',
  },
  ERR_SITE_CHALLENGE: {
    seenBy: 'site',
    en: 'The proof does not answer a question of this site; check that all servers share the same secrets.',
    fr: 'La preuve ne répond pas à une question de ce site ; vérifiez que tous les serveurs ont les mêmes secrets.',
  },
  ERR_SITE_CHALLENGE_MODE: {
    seenBy: 'site',
    en: 'The answer came by another way than the question asked for; the visitor can start again.',
    fr: 'La réponse est arrivée par une autre voie que celle demandée ; le visiteur peut recommencer.',
  },
  ERR_SITE_CHALLENGE_STALE: {
    seenBy: 'site',
    en: 'The question is older than ten minutes; the visitor can start again.',
    fr: 'La question date de plus de dix minutes ; le visiteur peut recommencer.',
  },
  ERR_TOKEN_SIGNATURE: {
    seenBy: 'site',
    en: 'The issuer did not sign this token; the visitor can show another one.',
    fr: 'L’émetteur n’a pas signé ce jeton ; le visiteur peut en présenter un autre.',
  },
  ERR_PROOF_SIGNATURE: {
    seenBy: 'site',
    en: 'The proof’s signature does not hold; the visitor can start again.',
    fr: 'La signature de la preuve ne tient pas ; le visiteur peut recommencer.',
  },
  ERR_TOKEN_SPENT: {
    seenBy: 'site',
    en: 'This token has been used already; the visitor can show another one.',
    fr: 'Ce jeton a déjà servi ; le visiteur peut en présenter un autre.',
  },
  ERR_PROOF_NEEDED: {
    seenBy: 'program',
    en: 'This needs a proof of age for this site; show one to the redeem address.',
    fr: 'Il faut ici une preuve d’âge pour ce site ; présentez-la à l’adresse de vérification.',
  },
  ERR_CODE_UNKNOWN: {
    seenBy: 'site',
    en: 'The way in was used already or waited longer than a minute; the visitor can start again.',
    fr: 'Le passage a déjà servi ou a attendu plus d’une minute ; le visiteur peut recommencer.',
  },
  ERR_PRE_SESSION: {
    seenBy: 'site',
    en: 'The proof was begun in another browser; the visitor can start again in this one.',
    fr: 'La preuve a été commencée dans un autre navigateur ; le visiteur peut recommencer dans celui-ci.',
  },
  ERR_FORM_MALFORMED: {
    seenBy: 'program',
    en: 'The form lacks a field, or has one too many; go back and send it again.',
    fr: 'Il manque un champ au formulaire, ou il en a un de trop ; revenez en arrière et renvoyez-le.',
  },
  ERR_KEY_MALFORMED: {
    seenBy: 'program',
    en: 'A published key is not in the agreed form; tell the operator who publishes it.',
    fr: 'Une clé publiée n’a pas la forme convenue ; prévenez l’opérateur qui la publie.',
  },
  ERR_DIRECTORY_MALFORMED: {
    seenBy: 'program',
    en: 'A directory of keys is not in the agreed form; tell the operator who publishes it.',
    fr: 'Un annuaire de clés n’a pas la forme convenue ; prévenez l’opérateur qui le publie.',
  },
  ERR_DIRECTORY_STALE: {
    seenBy: 'program',
    en: 'The directory of keys could not be renewed for a day; check the way to its publisher.',
    fr: 'L’annuaire de clés n’a pas pu être renouvelé depuis un jour ; vérifiez l’accès à celui qui le publie.',
  },
  ERR_STORE_UNAVAILABLE: {
    seenBy: 'program',
    en: 'The store does not answer, so nothing can be decided; check it, then try again.',
    fr: 'Le stockage ne répond pas, rien ne peut donc être décidé ; vérifiez-le, puis réessayez.',
  },
  ERR_LOG_MALFORMED: {
    seenBy: 'program',
    en: 'What the log of keys answered is not in the agreed form; tell its operator.',
    fr: 'Ce que le journal des clés a répondu n’a pas la forme convenue ; prévenez son opérateur.',
  },
  ERR_LOG_SIGNATURE: {
    seenBy: 'program',
    en: 'The state of the log of keys is not signed by the log that was agreed on; check its key and name in the settings.',
    fr: 'L’état du journal des clés n’est pas signé par le journal convenu ; vérifiez sa clé et son nom dans les réglages.',
  },
  ERR_LOG_QUORUM: {
    seenBy: 'program',
    en: 'Too few independent witnesses have seen this state of the log of keys; no key is taken from it until they have.',
    fr: 'Trop peu de témoins indépendants ont vu cet état du journal des clés ; aucune clé n’en est reprise d’ici là.',
  },
  ERR_LOG_STALE: {
    seenBy: 'program',
    en: 'The witnesses last saw this state of the log of keys more than a day ago; check the way to the log, and the clock.',
    fr: 'Les témoins ont vu cet état du journal des clés il y a plus d’un jour ; vérifiez l’accès au journal, et l’horloge.',
  },
  ERR_LOG_PROOF: {
    seenBy: 'program',
    en: 'What was shown is not proven to be in the log of keys, or the log was rewritten; nothing of it is used.',
    fr: 'Ce qui a été présenté n’est pas prouvé dans le journal des clés, ou le journal a été réécrit ; rien n’en est utilisé.',
  },
  ERR_LOG_SLOT: {
    seenBy: 'program',
    en: 'The log holds two keys where there may be one, so somebody may be told apart; no key of that name is used.',
    fr: 'Le journal contient deux clés là où une seule est permise, quelqu’un pourrait être distingué ; aucune n’est utilisée.',
  },
  ERR_LOG_AWAY: {
    seenBy: 'person',
    en: 'The public log of keys does not answer, so no key could be checked and nothing was asked for; try again later.',
    fr: 'Le journal public des clés ne répond pas, aucune clé n’a pu être contrôlée et rien n’a été demandé ; réessayez plus tard.',
  },
  ERR_LOG_OPERATOR: {
    seenBy: 'program',
    en: 'The entry is not signed by an operator whom this log lets add it; check key and name on both sides.',
    fr: 'L’entrée n’est pas signée par un opérateur que ce journal autorise à l’ajouter ; vérifiez clé et nom des deux côtés.',
  },
  ERR_LOG_ENTRY: {
    seenBy: 'program',
    en: 'The log holds something else for this key already, or not yet what must come before; read it, and add what is missing.',
    fr: 'Le journal contient déjà autre chose pour cette clé, ou pas encore ce qui doit précéder ; relisez-le, puis complétez.',
  },
  ERR_PRESENT_REQUEST: {
    seenBy: 'person',
    en: 'The site’s question cannot be read; go back to the site and start again.',
    fr: 'La question du site est illisible ; retournez sur le site et recommencez.',
  },
  ERR_RESPONSE_MALFORMED: {
    seenBy: 'person',
    en: 'The answer cannot be read; nothing is lost, try again in a few minutes.',
    fr: 'La réponse est illisible ; rien n’est perdu, réessayez dans quelques minutes.',
  },
  ERR_RESPONSE_SIGNATURE: {
    seenBy: 'person',
    en: 'The answer is not signed as it should be; nothing was kept, try again in a few minutes.',
    fr: 'La réponse n’est pas signée comme il faut ; rien n’a été gardé, réessayez dans quelques minutes.',
  },
  ERR_STOCK_EMPTY: {
    seenBy: 'person',
    en: 'No token is left for this week; fetch new ones.',
    fr: 'Il ne reste aucun jeton pour cette semaine ; prenez-en de nouveaux.',
  },
  ERR_RECORD: {
    seenBy: 'person',
    en: 'A token kept on this device cannot be read; the wallet goes on with another one.',
    fr: 'Un jeton gardé sur cet appareil est illisible ; le portefeuille continue avec un autre.',
  },
  ERR_BROWSER: {
    seenBy: 'person',
    en: 'This browser is too old to check the keys, so nothing was asked for; bring it up to date, then try again.',
    fr: 'Ce navigateur est trop ancien pour contrôler les clés, rien n’a donc été demandé ; mettez-le à jour, puis réessayez.',
  },
  ERR_MEDIA_TYPE: {
    seenBy: 'program',
    en: 'The body is of another media type than this address takes; send it with the one it names.',
    fr: 'Le corps est d’un autre type que celui attendu à cette adresse ; envoyez-le avec le type indiqué.',
  },
  ERR_REQUEST_MALFORMED: {
    seenBy: 'program',
    en: 'The request for tokens is not in the agreed form; the wallet may need an update.',
    fr: 'La demande de jetons n’a pas la forme convenue ; le portefeuille est peut-être à mettre à jour.',
  },
  ERR_GRANT_MALFORMED: {
    seenBy: 'program',
    en: 'The grant is missing or not in the agreed form; ask the age checker for a new one.',
    fr: 'L’autorisation manque ou n’a pas la forme convenue ; demandez-en une autre au vérificateur d’âge.',
  },
  ERR_GRANT_KEY_UNKNOWN: {
    seenBy: 'program',
    en: 'The grant’s key is unknown here or out of its week; ask the age checker for a new grant.',
    fr: 'La clé de l’autorisation est inconnue ici ou hors de sa semaine ; demandez une nouvelle autorisation.',
  },
  ERR_GRANT_CHALLENGE: {
    seenBy: 'program',
    en: 'The grant was made for another issuer; ask the age checker for one for this issuer.',
    fr: 'L’autorisation a été faite pour un autre émetteur ; demandez-en une pour celui-ci.',
  },
  ERR_GRANT_BODY: {
    seenBy: 'program',
    en: 'The grant belongs to another request; send the request that it was drawn for, unchanged.',
    fr: 'L’autorisation appartient à une autre demande ; envoyez sans changement la demande pour laquelle elle vaut.',
  },
  ERR_GRANT_SIGNATURE: {
    seenBy: 'program',
    en: 'The grant’s signature does not hold; ask the age checker for a new one.',
    fr: 'La signature de l’autorisation ne tient pas ; demandez-en une nouvelle au vérificateur d’âge.',
  },
  ERR_RATE_LIMITED: {
    seenBy: 'person',
    en: 'That was asked for too often; wait a minute, then try again.',
    fr: 'La demande a été répétée trop souvent ; attendez une minute, puis réessayez.',
  },
  ERR_BUSY: {
    seenBy: 'person',
    en: 'Very many people ask at this moment; try again in half a minute.',
    fr: 'Les demandes sont très nombreuses en ce moment ; réessayez dans une demi-minute.',
  },
  ERR_BODY_MALFORMED: {
    seenBy: 'program',
    en: 'The body is not what this address takes; compare it with the description of the interface.',
    fr: 'Le corps n’est pas ce que cette adresse attend ; comparez-le à la description de l’interface.',
  },
  ERR_NONCE: {
    seenBy: 'person',
    en: 'The request took too long or was sent twice; start again, nothing is lost.',
    fr: 'La demande a pris trop de temps ou a été envoyée deux fois ; recommencez, rien n’est perdu.',
  },
  ERR_ASSERTION: {
    seenBy: 'person',
    en: 'The passkey’s answer could not be checked; try again with the passkey you made for this wallet.',
    fr: 'La réponse de la clé d’accès n’a pas pu être vérifiée ; réessayez avec la clé d’accès créée pour ce portefeuille.',
  },
  ERR_ACCOUNT: {
    seenBy: 'person',
    en: 'This passkey is not known here; prove your age again to make a new one.',
    fr: 'Cette clé d’accès n’est pas connue ici ; prouvez de nouveau votre âge pour en créer une autre.',
  },
  ERR_REGISTRATION: {
    seenBy: 'person',
    en: 'The passkey could not be made; try again, or with another device.',
    fr: 'La clé d’accès n’a pas pu être créée ; réessayez, ou utilisez un autre appareil.',
  },
  ERR_EVIDENCE_SESSION: {
    seenBy: 'person',
    en: 'This age check has ended or was begun in another window; start it again.',
    fr: 'Cette vérification est terminée ou a été commencée dans une autre fenêtre ; recommencez-la.',
  },
  ERR_AGE_NOT_SHOWN: {
    seenBy: 'person',
    en: 'The age asked for could not be shown this way, which says nothing about your age; try another method.',
    fr: 'L’âge demandé n’a pas pu être montré ainsi, ce qui ne dit rien de votre âge ; essayez une autre méthode.',
  },
  ERR_SLOT: {
    seenBy: 'program',
    en: 'There is no key for this age and week now; check the device’s clock and read the directory again.',
    fr: 'Il n’y a pas de clé pour cet âge et cette semaine ; vérifiez l’horloge de l’appareil et relisez l’annuaire.',
  },
  ERR_QUOTA_EXCEEDED: {
    seenBy: 'person',
    en: 'All tokens of this week have been drawn; there are new ones next week.',
    fr: 'Tous les jetons de cette semaine ont été pris ; il y en aura de nouveaux la semaine prochaine.',
  },
  ERR_MDOC_MALFORMED: {
    seenBy: 'attester',
    en: 'The proof of age is not in the agreed form; the phone’s wallet may need an update.',
    fr: 'La preuve d’âge n’a pas la forme convenue ; le portefeuille du téléphone est peut-être à mettre à jour.',
  },
  ERR_MDOC_STATUS: {
    seenBy: 'attester',
    en: 'The phone’s wallet answered that it gives no proof of age; the person can ask it again.',
    fr: 'Le portefeuille du téléphone a répondu sans preuve d’âge ; la personne peut la lui redemander.',
  },
  ERR_MDOC_TYPE: {
    seenBy: 'attester',
    en: 'The document shown is not a proof of age; the person can choose the right one.',
    fr: 'Le document montré n’est pas une preuve d’âge ; la personne peut choisir le bon.',
  },
  ERR_MDOC_ALGORITHM: {
    seenBy: 'attester',
    en: 'The proof of age is signed in a way that is not accepted; its provider has to change that.',
    fr: 'La preuve d’âge est signée d’une façon qui n’est pas acceptée ; c’est à son fournisseur d’en changer.',
  },
  ERR_MDOC_ISSUER_UNLISTED: {
    seenBy: 'attester',
    en: 'The provider of this proof of age is not on the trusted list; check that the list is current.',
    fr: 'Le fournisseur de cette preuve d’âge n’est pas sur la liste de confiance ; vérifiez que la liste est à jour.',
  },
  ERR_MDOC_ISSUER_SIGNATURE: {
    seenBy: 'attester',
    en: 'The provider’s signature does not hold; the person can fetch a new proof of age.',
    fr: 'La signature du fournisseur ne tient pas ; la personne peut se procurer une nouvelle preuve d’âge.',
  },
  ERR_MDOC_VALIDITY: {
    seenBy: 'attester',
    en: 'The proof of age is not valid at this time; the person can fetch a new one.',
    fr: 'La preuve d’âge n’est pas valable en ce moment ; la personne peut s’en procurer une nouvelle.',
  },
  ERR_MDOC_DIGEST: {
    seenBy: 'attester',
    en: 'What was shown is not what the provider signed; the person can try again.',
    fr: 'Ce qui a été montré n’est pas ce que le fournisseur a signé ; la personne peut réessayer.',
  },
  ERR_MDOC_DEVICE_SIGNATURE: {
    seenBy: 'attester',
    en: 'The phone’s signature is not for this request; the person can start the check again.',
    fr: 'La signature du téléphone ne vaut pas pour cette demande ; la personne peut recommencer la vérification.',
  },
  ERR_MDOC_AGE: {
    seenBy: 'attester',
    en: 'The proof does not show the age asked for; the person can choose another method.',
    fr: 'La preuve ne montre pas l’âge demandé ; la personne peut choisir une autre méthode.',
  },
  ERR_MDOC_DECRYPTION: {
    seenBy: 'attester',
    en: 'The answer was not encrypted for this request; the person can start the check again.',
    fr: 'La réponse n’a pas été chiffrée pour cette demande ; la personne peut recommencer la vérification.',
  },
  ERR_MDOC_ZK_SYSTEM: {
    seenBy: 'attester',
    en: 'The answer is a zero-knowledge proof of a kind that was not asked for; the wallet may need an update.',
    fr: 'La réponse est une preuve à divulgation nulle d’un type qui n’a pas été demandé ; le portefeuille est peut-être à mettre à jour.',
  },
  ERR_MDOC_ZK_PROOF: {
    seenBy: 'attester',
    en: 'The zero-knowledge proof does not hold; the person can try again.',
    fr: 'La preuve à divulgation nulle ne tient pas ; la personne peut réessayer.',
  },
  ERR_OIDC_DECLINED: {
    seenBy: 'attester',
    en: 'The person did not log in at the provider, or did not agree to show their age; they can start again.',
    fr: 'La personne ne s’est pas connectée chez le fournisseur, ou n’a pas accepté de montrer son âge ; elle peut recommencer.',
  },
  ERR_OIDC_PROVIDER: {
    seenBy: 'attester',
    en: 'The provider did not answer as agreed; check its row in OIDC_PROVIDERS, and what it knows of this attester.',
    fr: 'Le fournisseur n’a pas répondu comme convenu ; vérifiez sa ligne dans OIDC_PROVIDERS, et ce qu’il sait de ce service.',
  },
  ERR_OIDC_ANSWER: {
    seenBy: 'attester',
    en: 'The provider’s answer is not one to this question, or its signature or times do not hold; check the clocks.',
    fr: 'La réponse du fournisseur n’est pas celle à cette question, ou sa signature ou ses heures ne tiennent pas ; vérifiez les horloges.',
  },
  ERR_OIDC_AGE: {
    seenBy: 'attester',
    en: 'The provider’s answer does not show the age asked for; the person can choose another method.',
    fr: 'La réponse du fournisseur ne montre pas l’âge demandé ; la personne peut choisir une autre méthode.',
  },
  ERR_NOT_FOUND: {
    seenBy: 'program',
    en: 'There is nothing at this address; check how it is written.',
    fr: 'Il n’y a rien à cette adresse ; vérifiez comment elle est écrite.',
  },
  ERR_METHOD: {
    seenBy: 'program',
    en: 'This address does not take this method; use one of those in the Allow header.',
    fr: 'Cette adresse n’accepte pas cette méthode ; utilisez l’une de celles de l’en-tête Allow.',
  },
  ERR_TOO_LARGE: {
    seenBy: 'program',
    en: 'The body is larger than this address takes; send less.',
    fr: 'Le corps est plus grand que ce que cette adresse accepte ; envoyez moins.',
  },
  ERR_NOT_READY: {
    seenBy: 'program',
    en: 'This room is not ready yet; try again in a moment.',
    fr: 'Ce service n’est pas encore prêt ; réessayez dans un instant.',
  },
  ERR_FAULT: {
    seenBy: 'person',
    en: 'Something went wrong on our side; try again in a few minutes.',
    fr: 'Quelque chose n’a pas marché de notre côté ; réessayez dans quelques minutes.',
  },
};
