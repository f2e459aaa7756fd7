/** Texts that are rarely written so, and are YAML or JSON nevertheless. */
export const ODD_TEXTS: Readonly<Record<string, string>> = {
  'lists in lists': '- - a\n  - b # b\n  # c\n  - c\n- - - d\n-\n  - e\n  -\n-\n',
  'mappings in lists': '- a: 1 # one\n  # two\n  b: 2\n\n  c:\n    - d: 3\n      e: 4\n- f: 5\n-   g: 6\n    h: 7\n',
  'lists as far left as their keys': 'a:\n- 1\n# two\n- 2\nb: # here\n- x: 1\n  y: 2\nc: []\n',
  'explicit keys': '? a\n: 1\n? b\n:\n  c: 2\n? d\n? e # e\n: - f\n',
  'literal and folded texts':
    'a: |\n  one\n  two\n\n# b\nb: >-\n  three\n  four\n\nc: |+ # keeps\n  five\n\nd:\n  - |\n    six\n  - |2\n     seven\n',
  'a text without end of line': 'a:\n  - 1\n  - b: |\n      two',
  'anchors and tags': 'a: &x 1\nb: !!str 2 # two\nc: &y\n  d: 3\n  e: !!int "4"\nf: !!map\n  g: 5\nh: &z !!seq [1]\n',
  'values on the next line': 'a:\n  one\nb: # two\n  "two\n  times"\nc:\n  # three\n  {d: 3}\nd:\n    - 4\n',
  'brackets on many lines':
    'a: {\n  b: 1, # one\n  # two\n  c: 2,\n  d: [\n    3,\n    4 # four\n  ]\n}\ne: [ 5,\n  6, 7,\n]\nf: {g, "h": , ? i : j}\nk: [l: 1, m]\n',
  'commas first': '{ "a": 1\n, "b": [ 2\n  , 3 ]\n, "c": 4 }\n',
  'brackets without blanks': '{a: 1,b: [2,3],"c":4}',
  'JSON on many lines':
    '{\n\t"a": 1,\n\t"b": {\n\t\t"c": [\n\t\t\t2,\n\t\t\t3\n\t\t],\n\t\t"d": []\n\t},\n\t"e": [1, 2]\n}\n',
  'JSON in other lines': '{"a": [\n1,\n2], "b": {"c": 3,\n"d": 4}\n}',
  'ends of lines of Windows': '# all\r\n\r\na: 1 # one\r\nb:\r\n  # c\r\n  c: |\r\n    two\r\n  d: [3,\r\n    4]\r\n',
  'directives and ends of documents': '%YAML 1.2\n---\n# first\na: 1\nb:\n  c: 2\n...\n# after\n',
  'a mark at the start': '\ufeffa: 1\nb:\n  - 2\n',
  'empty values': 'a:\nb: # nothing\nc:\n\n  # nothing either\nd: ~\ne: {}\nf: []\ng: { }\nh: ""\n',
  'comments everywhere':
    '# top\n\n# first\na: # one\n  # two\n\n  # three\n  b: 1 # four\n    # five\n  # six\n  c: 2\n  # seven\n # eight\n# nine\n\n# ten\nd: 3\n# last\n',
  'texts of several lines':
    'a: one\n  two\n\n  three # end\nb: "one\n\n  # no comment\n  two" # end\nc: \'one\n  two\'\nd: 1\n',
  'wide indentation':
    'a:\n        b:\n            - c:\n               d: 1\n            -   e: 2\n                f: 3\n',
  'a list as the root': '# all\n- 1\n\n# two\n- 2\n- a: 3\n',
  'a single value': '# one\nvalue # here\n',
  'names that are numbers': '1: a\n"2": b\ntrue: c\n1.5: d\n',
  'brackets that touch comments': 'a: [ # open\n  1, # one\n  2 # two\n  # end\n] # close\nb: {c: 1 # c\n  , d: 2}\n',
};
