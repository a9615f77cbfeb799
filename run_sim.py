"""Start Goodwill from a clone: `python run_sim.py run scenarios/retail_bank.yaml`."""

from sim.cli import main

if __name__ == "__main__":
    main()
