import CPangoCairo

/// Sets lines of text with Pango on one Cairo context.
///
/// What it does against Pango's defaults was found by looking at pages: glyph positions are not rounded (the unit is a
/// point, nearly three pixels, and digits would collide), neither metrics nor glyphs are hinted (hinted, one decimal
/// point in ten was read as a comma), and antialiasing is switched off in the context's font options, since Cairo's own
/// setting reaches shapes only.
final class TextSetter {
    private let cairo: OpaquePointer
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer
    private let layout: OpaquePointer
    private let family: String
    private var fonts: [TextStyle: OpaquePointer] = [:]

    /// `cairo` must outlive the setter and keep one uniform scale.
    init(cairo: OpaquePointer, family: String) throws(FaxError) {
        // A font map of our own: the default one belongs to the thread, and a painter may move between threads.
        guard let fontMap = pango_cairo_font_map_new() else { throw FaxError(.drawing, "Pango did not start.") }
        guard cpango_has_family(fontMap, family) != 0 else {
            cpango_unref(fontMap)
            throw FaxError(
                .fontMissing,
                "The font \"\(family)\" is not installed, without which no fax page can be drawn: "
                    + "install the Debian package fonts-noto-cjk."
            )
        }
        guard let context = pango_font_map_create_context(fontMap), let layout = pango_layout_new(context) else {
            throw FaxError(.drawing, "Pango did not start.")
        }
        self.cairo = cairo
        self.fontMap = fontMap
        self.context = context
        self.layout = layout
        self.family = family

        pango_cairo_context_set_resolution(context, 72)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string("zh-cn"))
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_cairo_update_context(cairo, context)
        pango_layout_context_changed(layout)
    }

    deinit {
        for font in fonts.values { pango_font_description_free(font) }
        cpango_unref(UnsafeMutableRawPointer(layout))
        cpango_unref(UnsafeMutableRawPointer(context))
        cpango_unref(fontMap)
    }

    /// Takes text to be measured and shown; one line, cut with an ellipsis, unless it `wraps`.
    func set(_ text: String, _ style: TextStyle, width: Double?, wraps: Bool) {
        pango_layout_set_font_description(layout, font(style))
        pango_layout_set_width(layout, width.map { Int32($0 * Double(PANGO_SCALE)) } ?? -1)
        pango_layout_set_single_paragraph_mode(layout, wraps ? 0 : 1)
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_ellipsize(layout, wraps || width == nil ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END)
        let printable = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isUnprintable ? " " : $0 }))
        pango_layout_set_text(layout, printable, Int32(printable.utf8.count))
    }

    var lineCount: Int { Int(pango_layout_get_line_count(layout)) }

    /// The advance width of a line, in points.
    func width(ofLine line: Int = 0) -> Double {
        guard let line = pango_layout_get_line_readonly(layout, Int32(line)) else { return 0 }
        var logical = PangoRectangle()
        pango_layout_line_get_extents(line, nil, &logical)
        return Double(logical.width) / Double(PANGO_SCALE)
    }

    func show(line: Int = 0, x: Double, baseline: Double) {
        guard let line = pango_layout_get_line_readonly(layout, Int32(line)) else { return }
        cairo_move_to(cairo, x, baseline)
        pango_cairo_show_layout_line(cairo, line)
    }

    private func font(_ style: TextStyle) -> OpaquePointer? {
        if let font = fonts[style] { return font }
        guard let font = pango_font_description_new() else { return nil }
        pango_font_description_set_family(font, family)
        pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        fonts[style] = font
        return font
    }
}

extension Unicode.Scalar {
    /// Control characters, of which zero would end the text for Pango, and those that turn the direction of writing
    /// and with it the sense of a number.
    fileprivate var isUnprintable: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
