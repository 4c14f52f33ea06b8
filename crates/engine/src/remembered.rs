//! Rows that are remembered until they change.

use std::collections::HashMap;
use std::hash::Hash;

use parking_lot::RwLock;

use crate::EngineError;

/// Rows that are remembered until they change.
#[derive(Debug)]
pub(crate) struct Remembered<K, V> {
    /// Counts the times of forgetting: what was read before one must not be remembered after it.
    generation: u64,
    rows: HashMap<K, V>,
    /// Remembered at the most; then everything is forgotten, which costs one read a row.
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    /// Remembers so many at the most.
    pub(crate) fn new(most: usize) -> Self {
        Self { generation: 0, rows: HashMap::new(), most }
    }

    /// The row, if it is remembered; else the generation to remember it under.
    pub(crate) fn get<Q>(&self, key: &Q) -> Result<V, u64>
    where
        K: std::borrow::Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.rows.get(key).cloned().ok_or(self.generation)
    }

    pub(crate) fn remember(&mut self, generation: u64, key: K, value: V) {
        if self.generation == generation {
            if self.rows.len() >= self.most {
                self.rows.clear();
            }
            self.rows.insert(key, value);
        }
    }

    /// Forgets one row.
    pub(crate) fn forget(&mut self, key: &K) {
        self.generation += 1;
        self.rows.remove(key);
    }

    /// Forgets every row.
    pub(crate) fn forget_all(&mut self) {
        self.generation += 1;
        self.rows.clear();
    }
}

/// The row, remembered or read. What is not there is not remembered.
pub(crate) async fn remembered<K: Eq + Hash, V: Clone>(
    rows: &RwLock<Remembered<K, V>>,
    key: K,
    read: impl AsyncFnOnce() -> Result<Option<V>, EngineError>,
) -> Result<Option<V>, EngineError> {
    let known = rows.read().get(&key);
    let generation = match known {
        Ok(row) => return Ok(Some(row)),
        Err(generation) => generation,
    };
    let row = read().await?;
    if let Some(row) = &row {
        rows.write().remember(generation, key, row.clone());
    }
    Ok(row)
}
