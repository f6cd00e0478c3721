//! scratch
use clap::Parser;
use labelrace::{plan::CountRequest, run, tally::rfc3339};
#[derive(Parser)]
enum Cli {
    Tally(CountRequest),
    Sample {
        dir: std::path::PathBuf,
        #[arg(long, default_value_t = 12)]
        workers: u32,
        #[arg(long, default_value_t = 2000)]
        objects: u32,
    },
}
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    match Cli::parse() {
        Cli::Tally(r) => {
            let plan = r.plan(chrono::Utc::now())?;
            let c = run::count(&plan, &|_| ()).await?;
            eprintln!(
                "{} labels {} workers {} buckets {} interval, dup {} skipped {:?} {:?} as_of {}",
                c.tally.total(),
                c.tally.workers().len(),
                c.tally.len(),
                c.tally.interval(),
                c.gathered.duplicates,
                c.gathered.skipped,
                c.gathered.progress(),
                c.gathered.as_of
            );
            let n = c.tally.workers().len();
            for r in c.tally.rows().collect::<Vec<_>>().iter().rev().take(n).rev().take(12) {
                println!(
                    "{},{},{},{},{}",
                    rfc3339(r.start, c.tally.zone()),
                    r.person.id,
                    r.person.name,
                    r.labels,
                    r.cumulative
                );
            }
        }
        Cli::Sample { dir, workers, objects } => {
            let name = dir.file_name().unwrap().to_string_lossy().into_owned();
            for (k, b) in labelrace::sample::files(
                &name,
                labelrace::sample::Shape { workers, objects, answers: 3, days: 10, seed: 1 },
            ) {
                let p = dir.join(k);
                std::fs::create_dir_all(p.parent().unwrap())?;
                std::fs::write(p, b)?;
            }
        }
    }
    Ok(())
}
