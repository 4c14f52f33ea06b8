//! What the comparison came to.

use anyhow::bail;
use switchroom_store::copy::Compared;

#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
pub(super) fn print(compared: &[Compared]) {
    println!("{:16} {:>12} {:>12}  {:64}  ", "table", "source", "target", "SHA-256 of the rows");
    for Compared { table, rows: [rows, others], checksums: [checksum, other], .. } in compared {
        let equal = if checksum == other { "equal".to_owned() } else { format!("not {other}") };
        println!("{table:16} {rows:>12} {others:>12}  {checksum:64}  {equal}");
    }
}

/// Fails if there is a difference, and says where the first is.
#[expect(clippy::print_stdout, reason = "that both are equal is what was asked for")]
pub(super) fn refuse_difference(compared: &[Compared]) -> anyhow::Result<()> {
    if let Some(table) = compared.iter().find(|table| !table.is_equal()) {
        let key = table.difference.as_deref().unwrap_or("an unknown key");
        bail!("both sides differ in {}: the first key at which they do is {key}", table.table);
    }
    let rows: u64 = compared.iter().map(|table| table.rows[0]).sum();
    println!("Both sides are equal: {rows} rows in {} tables.", compared.len());
    Ok(())
}
