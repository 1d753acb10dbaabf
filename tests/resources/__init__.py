"""What we ship: fonts, drawings, packs. Each pack is held to the same promises."""
