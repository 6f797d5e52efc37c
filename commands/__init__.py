"""What does each command do, and how does its answer look in a terminal?"""
