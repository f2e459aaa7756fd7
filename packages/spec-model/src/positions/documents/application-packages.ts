import { positions } from '../position.js';

/** How applications and components are packed into OCI artefacts, and how a description is found. */
export const APPLICATION_PACKAGES = positions({
  'A-27': {
    question: 'Media types begin with `vnd.margo` and with `vnd.org.margo` on one page. Which are right?',
    options: [
      'Each as it is printed where it is defined, and the other one is read',
      'All with `vnd.margo`',
      'All with `vnd.org.margo`',
    ],
    choice:
      'Each as it is printed where it is defined: packages with `vnd.margo`, Compose components with `vnd.org.margo`. The other prefix is read, with a warning (PK-05, PK-06), because older revisions have it.',
    actsIn: ['spec-model, application-package/media-types', 'PK-01', 'PK-05', 'PK-06'],
    section: 'application registry',
  },
  'A-28': {
    question: 'Do the annotations of a component stand on its layer or on its manifest?',
    options: [
      'They are read from either, the layer first',
      'On the layer, as in the text',
      'On the manifest, as in the example',
    ],
    choice:
      'They are read from either, each annotation from the layer first: the text names it, and the tool of the example fills the manifest. Whoever writes them writes both.',
    absent: 'Writing packages.',
    actsIn: ['spec-model, rules/application-package', 'PK-07'],
    section: 'component registry',
  },
  'A-29': {
    question: 'Which value has the annotation `org.margo.app.resource`?',
    options: [
      'The kind of the resource, such as `icon`; none is required',
      'The path of the resource',
      'Any, as long as it is there',
    ],
    choice:
      'The kind of the resource, such as `icon`. It is written and not required, for the specification gives it no value and its example leaves it out.',
    absent: 'Writing packages.',
    actsIn: [],
    section: 'application registry',
  },
  'A-30': {
    question: 'Which names of file formats can stand in the media type of a resource?',
    options: [
      'Those of the usual media types, and any is read',
      'Those of the examples only: `jpeg` and `markdown`',
      'Endings of file names, such as `jpg` and `md`',
    ],
    choice:
      'Any is read: a reader goes by what is in the file, and a catalog by the ending of its name (AD-12). We write `markdown`, `pdf`, `plain`, `png`, `jpeg` and `svg`.',
    absent: 'Writing packages.',
    actsIn: ['spec-model, application-package/media-types', 'PK-02'],
    section: 'application registry',
  },
  'A-31': {
    question: 'How is a document recognised now that `kind` is gone?',
    options: [
      'By a member that no other kind has',
      'By the name of its file or its media type',
      'Not at all: whoever reads it knows',
    ],
    choice:
      'By a member that no other kind has. What looks like nothing else is taken for an application description, the only kind that people write by hand. The revision is told from what only that revision has, and never from the label 1.0.0-rc.2.',
    actsIn: ['spec-model, documents'],
    section: 'application description',
  },
});
