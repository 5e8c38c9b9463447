import CSpanDSP

/// spandsp's transfer statistics, in our words.
struct T30Figures {
    let pagesSent: Int
    let pagesReceived: Int
    /// Pages in the document that is sent; nil if not known.
    let pagesInDocument: Int?
    let errorCorrection: Bool
    let compression: FaxCompression
    let page: PageStatistics

    init(_ raw: t30_stats_t) {
        pagesSent = Int(raw.pages_tx)
        pagesReceived = Int(raw.pages_rx)
        pagesInDocument = raw.pages_in_file < 0 ? nil : Int(raw.pages_in_file)
        errorCorrection = raw.error_correcting_mode != 0
        compression =
            switch UInt32(truncatingIfNeeded: raw.encoding) {
            case UInt32(T4_COMPRESSION_ITU_T6.rawValue): .t6
            case UInt32(T4_COMPRESSION_ITU_T4_2D.rawValue): .t4TwoDimensional
            default: .t4OneDimensional
            }
        page = PageStatistics(
            width: Int(raw.width),
            rows: Int(raw.length),
            imageBytes: Int(raw.image_size),
            bitRate: Int(raw.bit_rate),
            badRows: Int(raw.bad_rows),
            longestBadRun: Int(raw.longest_bad_row_run),
            frameRetries: Int(raw.error_correcting_mode_retries),
            resolution: FaxResolution(rowsPerMetre: Int(raw.y_resolution))
        )
    }
}

extension FaxResolution {
    /// Half way between the resolutions of T.4 (3,850, 7,700 and 15,400 rows a metre) lie their borders.
    init(rowsPerMetre: Int) {
        self = rowsPerMetre < 5_775 ? .standard : rowsPerMetre < 11_550 ? .fine : .superfine
    }
}

/// spandsp's own words for a completion code.
func describeCompletion(_ code: Int) -> String { String(cString: t30_completion_code_to_str(Int32(code))) }
