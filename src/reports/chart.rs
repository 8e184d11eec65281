//! Bars in cells: `#` only, so that every terminal and every printer shows the same.

/// A line a value: label, bar of at most `width` cells, figure. The longest bar is the largest value.
pub fn bars(values: &[(String, i64, String)], width: usize) -> Vec<String> {
    use unicode_width::UnicodeWidthStr;
    let widest = values.iter().map(|v| v.0.width()).max().unwrap_or(0);
    let largest = values.iter().map(|v| v.1).max().unwrap_or(0).max(1);
    let bar = |value: i64| {
        let cells = i64::try_from(width).unwrap_or(i64::MAX).saturating_mul(value.max(0)) / largest;
        // What is there is seen, however little it is.
        usize::try_from(cells).unwrap_or(0).max(usize::from(value > 0))
    };
    values
        .iter()
        .map(|(label, value, words)| {
            let gap = " ".repeat(widest - label.width());
            format!("{label}{gap} {} {words}", "#".repeat(bar(*value)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_longest_bar_fills_the_width_and_little_is_seen() {
        let values = [("一月".to_string(), 200, "200".to_string()), ("二".to_string(), 1, "1".to_string())];
        assert_eq!(super::bars(&values, 10), ["一月 ########## 200", "二   # 1"]);
        let none = [("一月".to_string(), 0, "0".to_string())];
        assert_eq!(super::bars(&none, 10), ["一月  0"]);
    }
}
