// The JSON Schema of every kind of document in every revision, as the package carries them.

/** The schemas by path below the folder of schemas. */
export const jsonSchemas = ({ DOCUMENT_NAMES, REVISIONS, documentKind, documentJsonSchema, fileNameOf }) =>
  new Map(
    REVISIONS.flatMap((revision) =>
      DOCUMENT_NAMES.filter((name) => documentKind(name, revision)).map((name) => [
        `${revision}/${fileNameOf(name)}.json`,
        `${JSON.stringify(documentJsonSchema(name, revision), null, 2)}\n`,
      ]),
    ),
  );
