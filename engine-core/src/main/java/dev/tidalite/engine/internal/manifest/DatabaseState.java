package dev.tidalite.engine.internal.manifest;

/// A database as the manifest knows it.
///
/// @param retentionNs how long it keeps rows; [ManifestEdit.RetentionSet#KEEP_ALL] if for ever
public record DatabaseState(String name, long retentionNs) {}
