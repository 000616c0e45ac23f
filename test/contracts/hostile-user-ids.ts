/** User ids, by what they are, that a store must keep and distinguish like any other text. */
export const HOSTILE_USER_IDS: Readonly<Record<string, string>> = {
  'an end of a SQL string': `'; DROP TABLE orders; --`,
  'double quotes': `" OR ""="`,
  'a SQL parameter': '$1',
  'a MongoDB operator': '$ne',
  'a MongoDB query': '{"$gt":""}',
  'a Postgres array': '{a,b}',
  'a wildcard': '%',
  backslashes: '..\\..\\',
  'a path': '../../admin?x=1#y',
  'emoji with joiners': '😀👩\u200D👩\u200D👧',
  'a right-to-left mark': '\u202Euser',
  'an invisible space': '\u200Buser',
  'spaces around': ' user ',
  'one composed letter': '\u00E9',
  'the same letter, decomposed': 'e\u0301',
  'the longest id': 'x'.repeat(255),
};
