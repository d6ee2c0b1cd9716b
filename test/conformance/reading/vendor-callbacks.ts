/**
 * How the scripts of age checks tell a page in the browser that its visitor is of age, as their public documentation and
 * the add-ons that fake it describe. A gate that believes any of these by itself is opened by whoever says them.
 */

/** Members of the page's own settings, and of `window`, that are called when somebody passed. */
export const SUCCESS_NAMES: readonly string[] = [
  'onSuccess',
  'onsuccess',
  'onVerified',
  'onverified',
  'onAgeVerified',
  'onAgeVerify',
  'onVerifiedBefore',
  'onVerificationFlowEnd',
  'onVerificationSuccess',
  'onVerificationComplete',
  'onComplete',
  'oncomplete',
  'onFinish',
  'onApproved',
  'onPass',
  'onPassed',
  'onGranted',
  'onstatuschanged',
  'onclosed',
  'onClose',
  'successCallback',
  'callback',
  'ageverifSuccess',
  'ageverifLoaded',
];

/** Functions and members that sound as if they opened something. */
export const SUCCESS_PATTERN: RegExp =
  /(success|verified|onVerif|ageOk|ageVerif|unlock|granted|callback|removeGate|hideGate|closeGate|showContent|enterSite)/i;

/** Events that are dispatched on the window and on the document. */
export const SUCCESS_EVENTS: readonly string[] = [
  'ageverif:load',
  'ageverif:ready',
  'ageverif:success',
  'ageVerified',
  'age-verified',
  'age:verified',
  'ageverified',
  'ageVerificationChanged',
  'ageVerificationSuccess',
  'age-verification-success',
  'agegate:success',
  'ageGateSuccess',
  'verification-complete',
  'verificationComplete',
  'verified',
  'Widget.AgeGate.Result',
  'Verification.Result',
];

/** What every success carries, in the words of many vendors at once. */
export const SUCCESS_PAYLOAD: Readonly<Record<string, string | boolean | number>> = {
  verified: true,
  isVerified: true,
  ageVerified: true,
  age_verified: true,
  success: true,
  valid: true,
  over18: true,
  isAdult: true,
  result: 'success',
  status: 'success',
  state: 'verified',
  age: 30,
  ageThreshold: 18,
  token: '1',
  uid: '1',
};

/** Values of a member that names what happened. */
export const SUCCESS_TYPES: readonly string[] = [
  ...SUCCESS_EVENTS,
  'success',
  'complete',
  'completed',
  'ae:complete',
  'AGE_VERIFIED',
  'VERIFICATION_SUCCESS',
  'age_verification_success',
  'ageVerificationCompleted',
];
/** Members that name what happened. */
export const TYPE_MEMBERS: readonly string[] = ['type', 'event', 'eventType', 'action', 'name'];

/** Statuses by which vendors say yes. */
export const SUCCESS_STATUSES: readonly string[] = ['success', 'verified', 'accepted', 'approved', 'PASS', 'complete'];

/** Names under which gates remember that somebody passed, beside those found in a page's own scripts. */
export const FLAG_NAMES: readonly string[] = [
  'ageVerified',
  'age_verified',
  'age-verified',
  'ageverified',
  'isAgeVerified',
  'age_verification',
  'ageVerification',
  'ageGate',
  'age_gate',
  'age-gate',
  'agegate',
  'ageGatePassed',
  'age_confirmed',
  'ageConfirmed',
  'isAdult',
  'is_adult',
  'adult',
  'over18',
  'is18',
  'verified',
  'isVerified',
  'disclaimer',
  'ageverif_verified',
];

/** Values that gates compare with: yes in three ways, and an end that is far away. */
export const FLAG_VALUES: readonly string[] = ['true', '1', '4102444800000'];

const SCRIPT_ADDRESS =
  /age[-_.]?(gate|verif|check|go)|verif(y|ication)?[-_./]|ageverif|agego|agechecke|yoti|veriff|go\.cam|k-id|over[-_]?18|majorit/i;

/** An address that sounds like the script of a gate. */
export const isGateScript = (url: string): boolean => SCRIPT_ADDRESS.test(url);
