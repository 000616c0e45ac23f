/** An event of a history in its JSON form, as far as its shape goes. */
interface StoredEvent {
  readonly eventType: string;
  readonly activityTaskScheduledEventAttributes?: { readonly activityType: { readonly name: string } };
  readonly markerRecordedEventAttributes?: { readonly markerName: string; readonly details: Record<string, { readonly payloads: readonly Payload[] }> };
  readonly upsertWorkflowSearchAttributesEventAttributes?: { readonly searchAttributes: { readonly indexedFields: Record<string, Payload> } };
  readonly workflowExecutionUpdateAcceptedEventAttributes?: { readonly acceptedRequest: { readonly input: { readonly name: string } } };
}

interface Payload {
  readonly data?: string;
}

/** What the server and the worker add by themselves, as time and chance have it. */
const NOT_OF_THE_CODE = /WORKFLOW_TASK|WORKFLOW_EXECUTION_STARTED|ACTIVITY_TASK_(STARTED|COMPLETED|FAILED|TIMED_OUT|CANCELED)|TIMER_FIRED/;

/**
 * What the code of a workflow has asked for, from a history in JSON: each command by its kind and name, without times, ids and
 * values. Sorted, because the steps that run side by side end in any order; whether their order has changed is for the replay to say.
 */
export function shapeOf(history: string): string[] {
  const { events } = JSON.parse(history) as { readonly events: readonly StoredEvent[] };
  return events.filter(({ eventType }) => !NOT_OF_THE_CODE.test(eventType)).map(nameOf).sort();
}

function nameOf(event: StoredEvent): string {
  const kind = event.eventType.replace('EVENT_TYPE_', '').toLowerCase();
  const detail =
    event.activityTaskScheduledEventAttributes?.activityType.name ??
    event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest.input.name ??
    (event.markerRecordedEventAttributes && markerOf(event.markerRecordedEventAttributes)) ??
    (event.upsertWorkflowSearchAttributesEventAttributes && attributesOf(event.upsertWorkflowSearchAttributesEventAttributes));
  return detail === undefined ? kind : `${kind} ${detail}`;
}

/** A local activity by its name; anything else, as the marker of a patch, by all that it says. */
function markerOf({ markerName, details }: NonNullable<StoredEvent['markerRecordedEventAttributes']>): string {
  const said = Object.values(details).flatMap(({ payloads }) => payloads.map(textOf));
  if (markerName !== 'core_local_activity') return `${markerName} ${said.join(' ')}`;
  const { activity_type: name } = JSON.parse(textOf(details['data']?.payloads[0])) as { readonly activity_type: string };
  return name;
}

function attributesOf({ searchAttributes }: NonNullable<StoredEvent['upsertWorkflowSearchAttributesEventAttributes']>): string {
  const entries = Object.entries(searchAttributes.indexedFields).map(([name, value]) => `${name}=${textOf(value)}`);
  return entries.sort().join(' ');
}

function textOf(payload: Payload | undefined): string {
  return Buffer.from(payload?.data ?? '', 'base64').toString();
}
