//! The figures that the field uses, over (score, truth) pairs.

/// Area under the receiver operating characteristic: how often a true one scores above a false one, ties counted half.
pub fn auroc(pairs: &[(f32, bool)]) -> f64 {
    let mut sorted: Vec<(f32, bool)> = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let positives = sorted.iter().filter(|pair| pair.1).count() as f64;
    let negatives = sorted.len() as f64 - positives;
    let (mut ranks, mut at) = (0.0, 0);
    while at < sorted.len() {
        let end = at + sorted[at..].iter().take_while(|pair| pair.0 == sorted[at].0).count();
        let rank = (at + end + 1) as f64 / 2.0;
        ranks += rank * sorted[at..end].iter().filter(|pair| pair.1).count() as f64;
        at = end;
    }
    if positives == 0.0 || negatives == 0.0 { f64::NAN } else { (ranks - positives * (positives + 1.0) / 2.0) / (positives * negatives) }
}

/// Mean of the shares of true and of false ones that were called right.
pub fn balanced_accuracy(pairs: &[(bool, bool)]) -> f64 {
    let share = |truth: bool| {
        let of: Vec<_> = pairs.iter().filter(|pair| pair.1 == truth).collect();
        of.iter().filter(|pair| pair.0 == truth).count() as f64 / of.len() as f64
    };
    (share(true) + share(false)) / 2.0
}

/// Expected calibration error over ten equally wide bins.
pub fn calibration_error(pairs: &[(f32, bool)]) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 10];
    for (score, truth) in pairs {
        let bin = &mut bins[((score * 10.0) as usize).min(9)];
        *bin = (bin.0 + 1.0, bin.1 + f64::from(*score), bin.2 + f64::from(u8::from(*truth)));
    }
    bins.iter().map(|(_, score, truth)| (score - truth).abs()).sum::<f64>() / pairs.len() as f64
}

/// Precision and recall of (called, true) pairs.
pub fn precision_recall(pairs: &[(bool, bool)]) -> (f64, f64) {
    let both = pairs.iter().filter(|pair| pair.0 && pair.1).count() as f64;
    let called = pairs.iter().filter(|pair| pair.0).count() as f64;
    let truly = pairs.iter().filter(|pair| pair.1).count() as f64;
    (both / called, both / truly)
}
