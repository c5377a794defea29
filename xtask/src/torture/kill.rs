//! Kills at random moments: after each, the dossier file opens, nothing that was added is lost, and the work
//! goes on to the same result.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};

use super::mutate::Generator;

/// Reports per campaign.
const REPORTS: usize = 60;

pub fn run(binary: &Path, times: u64, seed: u64) -> anyhow::Result<()> {
    ensure!(binary.is_file(), "there is no binary {}; build it with: cargo build --release", binary.display());
    let folder = std::env::temp_dir().join(format!("recoupe-kill-{seed}-{}", std::process::id()));
    let campaign = Campaign { binary, folder: folder.clone() };
    let outcome = campaign.run(times, seed);
    fs::remove_dir_all(&folder).ok();
    outcome
}

struct Campaign<'b> {
    binary: &'b Path,
    folder: PathBuf,
}

impl Campaign<'_> {
    fn run(&self, times: u64, seed: u64) -> anyhow::Result<()> {
        let reports = self.folder.join("reports");
        fs::create_dir_all(&reports)?;
        for number in 0..REPORTS {
            let day = number % 28 + 1;
            let text = format!(
                "Le pont {number} est fermé\n\n{day} mars 2021\n\nLe préfet a annoncé le {day} mars 2021 la fermeture du pont numéro {number} à Lyon, selon l'AFP.\n"
            );
            fs::write(reports.join(format!("{number:03}.txt")), text)?;
        }
        let reports = reports.to_string_lossy().into_owned();
        // What an undisturbed dossier gives, and how long it takes.
        let start = Instant::now();
        let expected = self.whole("calm", &reports)?;
        let long = start.elapsed().max(Duration::from_millis(100));
        let mut generator = Generator::new(seed, 0);
        let mut killed = 0;
        let mut round = 0;
        while killed < times {
            round += 1;
            let name = format!("round-{round}");
            self.command(&["init", &self.file(&name)]).status()?;
            for command in [vec!["add", "DOSSIER", &reports], vec!["run", "DOSSIER", "--to", "jsonl", "-o", "-"]] {
                for _ in 0..3 {
                    let after = Duration::from_micros(generator.below(long.as_micros() as usize) as u64);
                    killed += u64::from(self.kill(&name, &command, after)?);
                    self.check(&name)?;
                }
            }
            let result = self.whole_again(&name, &reports)?;
            ensure!(result == expected, "round {round}: the result after kills differs from the undisturbed one");
        }
        super::println(&format!("{killed} kills in {round} rounds: every file opened, every result was the same"));
        Ok(())
    }

    fn file(&self, name: &str) -> String {
        self.folder.join(name).join("dossier.recoupe").to_string_lossy().into_owned()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.binary);
        command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(file) = arguments.get(1) {
            Path::new(file).parent().map(fs::create_dir_all);
        }
        command
    }

    /// Starts a command and kills it after a while; whether it was still at work.
    fn kill(&self, name: &str, command: &[&str], after: Duration) -> anyhow::Result<bool> {
        let file = self.file(name);
        let arguments: Vec<&str> = command.iter().map(|word| if *word == "DOSSIER" { &file } else { *word }).collect();
        let mut child = self.command(&arguments).spawn()?;
        std::thread::sleep(after);
        let at_work = child.try_wait()?.is_none();
        child.kill().ok();
        child.wait()?;
        Ok(at_work)
    }

    /// The file opens and is whole.
    fn check(&self, name: &str) -> anyhow::Result<()> {
        let output = Command::new(self.binary).args(["status", &self.file(name)]).output()?;
        if !output.status.success() {
            bail!("after a kill: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    fn whole(&self, name: &str, reports: &str) -> anyhow::Result<Vec<u8>> {
        let made = self.command(&["init", &self.file(name)]).status()?;
        ensure!(made.success(), "init failed");
        self.whole_again(name, reports)
    }

    /// Adds everything and runs to the end.
    fn whole_again(&self, name: &str, reports: &str) -> anyhow::Result<Vec<u8>> {
        let file = self.file(name);
        let added = self.command(&["add", &file, reports]).status()?;
        ensure!(added.success(), "add failed");
        let run = ["run", &file, "--to", "jsonl", "-o", "-", "--quiet"];
        let output = Command::new(self.binary).args(run).output().context("run")?;
        ensure!(output.status.success(), "run failed: {}", String::from_utf8_lossy(&output.stderr));
        Ok(output.stdout)
    }
}
