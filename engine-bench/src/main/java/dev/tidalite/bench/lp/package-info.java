/// How fast line protocol becomes columns, beside the limit (finding the newlines) and a peer
/// (QuestDB's parser), on five kinds of text. See `docs/internals/line-protocol.md`.
@NullMarked
package dev.tidalite.bench.lp;

import org.jspecify.annotations.NullMarked;
